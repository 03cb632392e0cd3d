package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AsterixTest {
  private final Asterix game = new Asterix();

  @BeforeEach
  void reset() {
    game.reset(1);
  }

  @Test
  void player_goes_in_four_directions_between_first_and_last_row() {
    game.play(1);
    game.play(2);
    assertThat(game.row()).isEqualTo(4);
    assertThat(game.column()).isEqualTo(4);
    for (int i = 0; i < 6; i++) {
      game.play(2);
    }
    assertThat(game.row()).isEqualTo(1);
  }

  @Test
  void treasure_is_worth_1_and_gone() {
    game.set(4, 6, -1, true); // row 5
    assertThat(game.play(3)).isEqualTo(1);
    assertThat(game.render()).doesNotContain("$");
    assertThat(game.terminated()).isFalse();
  }

  @Test
  void an_enemy_ends_the_game_also_one_that_comes() {
    game.set(4, 4, 1, false);
    for (int frame = 0; frame < 4; frame++) {
      game.step(new float[] {0}, 0);
      assertThat(game.terminated()).isFalse();
    }
    game.step(new float[] {0}, 0); // the fifth frame: it moves
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void something_comes_every_ten_frames_at_an_edge() {
    for (int frame = 1; frame < 10; frame++) {
      game.play(0);
      assertThat(game.render()).doesNotContain("e", "$");
    }
    game.play(0);
    assertThat(game.render()).containsAnyOf("e", "$");
  }

  @Test
  void it_gets_faster_by_turns_and_never_faster_than_every_frame() {
    assertThat(game.pace()).containsExactly(5, 10);
    Asterix other = new Asterix();
    other.reset(3);
    for (int frame = 0; frame < 100; frame++) {
      other.play(0);
    }
    assertThat(other.pace()).containsExactly(4, 10);
    for (int frame = 0; frame < 100; frame++) {
      other.play(0);
    }
    assertThat(other.pace()).containsExactly(4, 9);
    for (int frame = 0; frame < 5_000; frame++) {
      other.play(0);
    }
    assertThat(other.pace()).containsExactly(1, 1);
  }
}
