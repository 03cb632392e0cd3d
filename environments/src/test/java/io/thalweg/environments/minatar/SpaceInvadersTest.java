package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpaceInvadersTest {
  private static final int NOTHING = 0;
  private static final int FIRE = 3;

  private final SpaceInvaders game = new SpaceInvaders();

  @BeforeEach
  void reset() {
    game.reset(1);
  }

  @Test
  void begins_with_four_rows_of_six_aliens_that_go_left() {
    assertThat(game.aliens()).isEqualTo(24);
    for (int frame = 1; frame <= 11; frame++) {
      game.play(NOTHING);
      assertThat(game.alien(2)).isTrue();
    }
    game.play(NOTHING);
    assertThat(game.alien(1)).isTrue();
    assertThat(game.alien(7)).isFalse();
  }

  @Test
  void at_the_edge_they_go_down_and_turn() {
    game.set(10, 13);
    game.setUntilMove(1);
    game.play(NOTHING);
    assertThat(game.alien(20)).isTrue();
    game.setUntilMove(1);
    game.play(NOTHING);
    assertThat(game.alien(21)).isTrue();
    assertThat(game.alien(24)).isTrue();
  }

  @Test
  void an_alien_that_is_shot_is_gone_and_worth_1() {
    game.set(7 * 10 + 5, 0);
    game.setUntilMove(100);
    assertThat(game.play(FIRE)).isZero(); // the bullet is in row 8
    assertThat(game.play(NOTHING)).isEqualTo(1);
    assertThat(game.aliens()).isEqualTo(1);
  }

  @Test
  void cannon_needs_five_frames_to_load() {
    game.set(0);
    game.setUntilMove(100);
    int shots = 0;
    for (int frame = 0; frame < 10; frame++) {
      game.play(FIRE);
      shots += game.render().chars().filter(letter -> letter == '\'').count() > shots ? 1 : 0;
    }
    assertThat(shots).isEqualTo(2);
  }

  @Test
  void the_nearest_alien_shoots_every_ten_frames_and_a_hit_ends_the_game() {
    game.set(8 * 10 + 5, 0);
    game.setUntilMove(100);
    for (int frame = 0; frame < 10; frame++) {
      game.step(new float[] {NOTHING}, 0);
    }
    assertThat(game.render()).contains("!");
    game.setForeignBullet(8 * 10 + game.cannon());
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void an_alien_at_the_cannon_ends_the_game() {
    game.set(9 * 10 + 6);
    game.setUntilMove(1);
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void aliens_at_the_bottom_end_the_game_when_they_would_go_down() {
    game.set(9 * 10, 0);
    game.setUntilMove(1);
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void the_last_alien_goes_a_cell_per_frame() {
    game.set(7);
    game.setUntilMove(1);
    game.play(NOTHING);
    game.play(NOTHING);
    game.play(NOTHING);
    assertThat(game.alien(4)).isTrue();
  }

  @Test
  void a_new_wave_is_a_little_faster() {
    game.set(7 * 10 + 5);
    game.setUntilMove(100);
    game.play(FIRE);
    assertThat(game.play(NOTHING)).isEqualTo(1);
    assertThat(game.aliens()).isEqualTo(24);
    for (int frame = 1; frame <= 10; frame++) {
      game.play(NOTHING);
      assertThat(game.alien(7)).isTrue();
    }
    game.play(NOTHING); // the 11th, in place of the 12th
    assertThat(game.alien(7)).isFalse();
  }

  @Test
  void channels_say_which_way_aliens_go() {
    float[] seen = new float[600];
    game.set(5);
    game.setDirection(1);
    game.setUntilMove(100);
    game.observe(seen, 0);
    assertThat(seen[5 * 6 + 1]).isEqualTo(1);
    assertThat(seen[5 * 6 + 2]).isZero();
    assertThat(seen[5 * 6 + 3]).isEqualTo(1);
  }
}
