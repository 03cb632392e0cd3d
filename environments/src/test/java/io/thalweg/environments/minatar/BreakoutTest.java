package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakoutTest {
  private static final int NOTHING = 0;

  private final Breakout game = new Breakout();

  @BeforeEach
  void reset() {
    game.reset(1);
  }

  /** Rows of the picture, without blanks. */
  private String row(int row) {
    return game.render().lines().toList().get(row).replace(" ", "");
  }

  @Test
  void begins_with_three_rows_of_bricks_and_the_ball_at_a_wall() {
    assertThat(row(1) + row(2) + row(3)).isEqualTo("#".repeat(30));
    assertThat(row(3)).hasSize(10);
    assertThat(game.left()).isEqualTo(30);
    assertThat(row(9)).isEqualTo("....p.....");
  }

  @Test
  void ball_goes_along_diagonals_and_leaves_a_trail() {
    game.set(5, 4, 1, 1);
    assertThat(game.play(NOTHING)).isZero();
    assertThat(row(5)).isEqualTo("....t.....");
    assertThat(row(6)).isEqualTo(".....o....");
  }

  @Test
  void walls_reflect_the_ball() {
    game.set(5, 9, 1, 1);
    game.play(NOTHING);
    assertThat(row(6)).isEqualTo("........o.");
    game.leave(0);
    game.set(0, 4, -1, 1);
    game.play(NOTHING);
    assertThat(row(1)).isEqualTo(".....o....");
  }

  @Test
  void a_brick_that_is_hit_is_gone_and_worth_1_and_sends_the_ball_back() {
    game.set(4, 4, -1, 1);
    assertThat(game.play(NOTHING)).isEqualTo(1);
    assertThat(game.left()).isEqualTo(29);
    assertThat(row(3)).isEqualTo("#####.####");
    assertThat(game.play(NOTHING)).isZero();
    assertThat(row(5)).isEqualTo("......o...");
  }

  @Test
  void side_of_the_paddle_that_is_hit_decides_where_the_ball_goes() {
    game.set(8, 4, 1, 1);
    game.setPaddle(4); // straight below: it goes on to the right
    game.play(NOTHING);
    game.play(NOTHING);
    assertThat(row(7)).isEqualTo("......o...");

    game.set(8, 4, 1, 1);
    game.setPaddle(5); // at its side: it goes back to the left
    game.play(NOTHING);
    game.play(NOTHING);
    assertThat(row(7)).isEqualTo("...o......");
    assertThat(game.terminated()).isFalse();
  }

  @Test
  void missing_the_ball_ends_the_game() {
    game.set(8, 4, 1, 1);
    game.setPaddle(0);
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void new_bricks_come_with_the_stroke_after_the_last_one() {
    game.leave(1); // the first of the first row
    game.set(2, 1, -1, -1);
    assertThat(game.play(NOTHING)).isEqualTo(1);
    assertThat(game.left()).isZero();
    game.set(8, 4, 1, 1);
    game.setPaddle(4);
    game.play(NOTHING);
    assertThat(game.left()).isEqualTo(30);
  }

  @Test
  void paddle_moves_within_the_walls() {
    game.setPaddle(0);
    game.set(5, 5, 1, 1);
    game.play(1);
    assertThat(row(9)).startsWith("p");
    game.play(2);
    assertThat(row(9)).startsWith(".p");
  }
}
