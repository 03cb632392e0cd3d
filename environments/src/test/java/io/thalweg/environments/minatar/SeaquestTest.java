package io.thalweg.environments.minatar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeaquestTest {
  private static final int NOTHING = 0;
  private static final int UP = 2;
  private static final int RIGHT = 3;
  private static final int FIRE = 5;

  private final Seaquest game = new Seaquest();

  @BeforeEach
  void reset() {
    game.reset(1);
  }

  private boolean over() {
    game.step(new float[] {NOTHING}, 0);
    return game.terminated();
  }

  @Test
  void what_a_bullet_hits_is_gone_and_worth_1() {
    game.set(4, 2, 1);
    game.addFish(4, 4, -1);
    assertThat(game.play(FIRE)).isZero();
    assertThat(game.play(NOTHING)).isEqualTo(1);
    assertThat(game.render()).doesNotContain("f");
  }

  @Test
  void fish_submarine_and_bullet_end_the_game() {
    game.set(4, 4, 1);
    game.addFish(4, 4, -1);
    assertThat(over()).isTrue();
    game.reset(1);
    game.set(4, 4, 1);
    game.addSubmarine(4, 4, 1);
    assertThat(over()).isTrue();
    game.reset(1);
    game.set(4, 4, 1);
    game.addSubmarine(4, 8, -1);
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.foreignBullets()).isEqualTo(1);
    for (int frame = 0; frame < 3; frame++) {
      assertThat(game.terminated()).isFalse();
      game.step(new float[] {NOTHING}, 0);
    }
    game.step(new float[] {NOTHING}, 0);
    assertThat(game.terminated()).isTrue();
  }

  /** After some steps to the right one that sticks goes to the right too. */
  private void right(int steps) {
    for (int i = 0; i < steps; i++) {
      game.step(new float[] {RIGHT}, 0);
    }
  }

  @Test
  void who_changes_places_with_a_fish_or_a_bullet_has_met_it() {
    right(4);
    game.set(4, 4, 1);
    game.addFish(4, 5, -1); // fish move in the fifth frame
    right(1);
    assertThat(game.terminated()).isTrue();
    game.reset(1);
    game.addSubmarine(4, 8, -1);
    right(3);
    assertThat(game.foreignBullets()).isEqualTo(1);
    game.set(4, 5, 1); // two frames after the shot the bullet is at 6
    assertThat(game.terminated()).isFalse();
    right(1);
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void who_changes_places_with_a_diver_has_picked_it_up() {
    right(4);
    game.set(4, 4, 1);
    game.addDiver(4, 5, -1);
    right(1);
    assertThat(game.rescued()).isEqualTo(1);
  }

  @Test
  void a_diver_is_picked_up_and_at_most_six() {
    game.set(4, 4, 1);
    game.addDiver(4, 4, 1);
    game.play(NOTHING);
    assertThat(game.rescued()).isEqualTo(1);
    game.setRescued(6);
    game.addDiver(4, 4, 1);
    game.play(NOTHING);
    assertThat(game.rescued()).isEqualTo(6);
  }

  @Test
  void oxygen_goes_down_under_water_and_its_end_is_the_games() {
    game.set(4, 4, 1);
    game.play(NOTHING);
    assertThat(game.oxygen()).isEqualTo(199);
    game.setOxygen(1);
    assertThat(over()).isTrue();
  }

  @Test
  void at_the_surface_it_can_stay_without_using_oxygen() {
    for (int frame = 0; frame < 50; frame++) {
      game.play(NOTHING);
    }
    assertThat(game.oxygen()).isEqualTo(200);
  }

  @Test
  void surfacing_with_a_diver_fills_the_oxygen_and_makes_it_harder() {
    game.set(1, 4, 1);
    game.setRescued(2);
    game.setOxygen(50);
    assertThat(game.play(UP)).isZero();
    assertThat(game.oxygen()).isEqualTo(200);
    assertThat(game.rescued()).isEqualTo(1);
    assertThat(game.pace()).isEqualTo(19);
  }

  @Test
  void surfacing_with_six_is_worth_the_cells_of_oxygen() {
    game.set(1, 4, 1);
    game.setRescued(6);
    game.setOxygen(100);
    assertThat(game.play(UP)).isEqualTo(5);
    assertThat(game.rescued()).isZero();
  }

  @Test
  void surfacing_without_a_diver_ends_the_game() {
    game.set(1, 4, 1);
    for (int tries = 0; tries < 2 && !game.terminated(); tries++) {
      game.step(new float[] {UP}, 0); // the first may stick
    }
    assertThat(game.terminated()).isTrue();
  }

  @Test
  void front_and_back_say_which_way_it_faces_and_trails_where_things_come_from() {
    float[] seen = new float[1000];
    game.set(4, 4, -1);
    game.play(RIGHT);
    game.addFish(6, 5, 1);
    game.observe(seen, 0);
    assertThat(seen[(4 * 10 + 5) * 10]).isEqualTo(1);
    assertThat(seen[(4 * 10 + 4) * 10 + 1]).isEqualTo(1);
    assertThat(seen[(6 * 10 + 5) * 10 + 5]).isEqualTo(1);
    assertThat(seen[(6 * 10 + 4) * 10 + 3]).isEqualTo(1);
    assertThat(seen[(9 * 10) * 10 + 7]).isEqualTo(1);
  }
}
