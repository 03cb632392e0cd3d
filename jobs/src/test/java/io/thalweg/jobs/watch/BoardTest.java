package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BoardTest {
  private final Board board = new Board();

  @Test
  void who_knows_nothing_gets_all_and_who_knows_the_rest_gets_what_changed() throws Exception {
    publish("two jobs", List.of("a", "b"), Map.of("a", "a1", "b", "b1"));
    Board.News all = news(0);
    publish("two jobs", List.of("a", "b"), Map.of("b", "b2"));

    assertThat(texts(all)).containsExactlyInAnyOrder("two jobs", "a1", "b1");
    assertThat(texts(news(all.edition()))).containsExactly("two jobs", "b2");
    assertThat(texts(news(0))).containsExactlyInAnyOrder("two jobs", "a1", "b2");
  }

  @Test
  void a_job_that_is_gone_is_no_longer_told() throws Exception {
    publish("two jobs", List.of("a", "b"), Map.of("a", "a1", "b", "b1"));
    publish("one job", List.of("b"), Map.of());

    assertThat(texts(news(0))).containsExactly("one job", "b1");
  }

  @Test
  void nothing_new_is_no_new_edition() throws Exception {
    publish("one job", List.of("a"), Map.of("a", "a1"));
    long edition = news(0).edition();
    publish("one job", List.of("a"), Map.of());

    assertThat(news(0).edition()).isEqualTo(edition);
    assertThat(texts(board.await(edition, Duration.ofMillis(1)))).containsExactly("one job");
  }

  private void publish(String overview, List<String> names, Map<String, String> events) {
    board.publish(
        overview.getBytes(UTF_8),
        names,
        events.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, event -> event.getValue().getBytes(UTF_8))));
  }

  private Board.News news(long known) throws InterruptedException {
    return board.await(known, Duration.ofSeconds(5));
  }

  private static List<String> texts(Board.News news) {
    return news.events().stream().map(event -> new String(event, UTF_8)).toList();
  }
}
