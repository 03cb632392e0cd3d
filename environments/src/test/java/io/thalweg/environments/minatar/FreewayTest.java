package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreewayTest {
  private static final int UP = 1;

  private final Freeway game = new Freeway();

  @BeforeEach
  void reset() {
    game.reset(1);
  }

  private void parkAll() {
    for (int lane = 0; lane < 8; lane++) {
      game.set(lane, 9, 5);
    }
  }

  @Test
  void chicken_moves_every_third_frame_at_most() {
    game.play(UP);
    assertThat(game.row()).isEqualTo(8);
    parkAll();
    game.play(UP);
    game.play(UP);
    assertThat(game.row()).isEqualTo(8);
    game.play(UP);
    assertThat(game.row()).isEqualTo(7);
  }

  @Test
  void at_the_top_it_is_worth_1_and_begins_again_with_other_speeds() {
    int[] before = new int[8];
    for (int lane = 0; lane < 8; lane++) {
      before[lane] = game.speed(lane);
    }
    game.setRow(1);
    game.set(0, 9, 5);
    assertThat(game.play(UP)).isEqualTo(1);
    assertThat(game.row()).isEqualTo(9);
    int[] after = new int[8];
    for (int lane = 0; lane < 8; lane++) {
      after[lane] = game.speed(lane);
    }
    assertThat(after).isNotEqualTo(before);
  }

  @Test
  void a_car_throws_it_back_to_the_bottom() {
    parkAll();
    game.setRow(4);
    game.set(3, 3, 1); // comes into its column
    assertThat(game.play(0)).isZero();
    assertThat(game.row()).isEqualTo(9);
  }

  @Test
  void cars_come_back_at_the_other_side_by_their_speed() {
    game.set(0, 9, 2);
    game.set(1, 0, -1);
    game.play(0);
    assertThat(game.column(0)).isEqualTo(9);
    assertThat(game.column(1)).isEqualTo(9);
    game.play(0);
    assertThat(game.column(0)).isZero();
  }

  @Test
  void trail_says_direction_and_speed() {
    float[] seen = new float[700];
    parkAll();
    game.set(2, 6, -3);
    game.observe(seen, 0);
    assertThat(seen[(3 * 10 + 6) * 7 + 1]).isEqualTo(1);
    assertThat(seen[(3 * 10 + 7) * 7 + 1 + 3]).isEqualTo(1);
  }

  @Test
  void ends_after_2500_frames() {
    for (int frame = 1; frame < 2_500; frame++) {
      game.step(new float[] {0}, 0);
      assertThat(game.terminated()).isFalse();
    }
    game.step(new float[] {0}, 0);
    assertThat(game.terminated()).isTrue();
  }
}
