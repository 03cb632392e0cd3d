package io.thalweg.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: skipped where there is none (Debian: apt install chromium). */
class LivePageInChromiumIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TILES = "document.querySelector('#job-%s .tiles').innerText";

  @TempDir private Path profile;
  @TempDir private Path folder;

  @Test
  void the_page_moves_with_the_stream_survives_a_reconnect_and_complains_of_nothing()
      throws Exception {
    Optional<Path> program = Chromium.installed();
    assumeTrue(program.isPresent(), "no chromium found: apt install chromium");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers());
      try (Sender sender = new Sender(settings);
          Chromium browser = Chromium.start(program.get(), profile)) {
        URI address;
        try (LivePage page = LivePage.open(settings, LivePage.LOOPBACK, 0)) {
          address = page.address();
          sender.create("pumps", ".metrics", ".dead-letter", ".model");
          browser.open(address);
          for (int i = 1; i <= 20; i++) {
            sender.send(Records.ofClasses("pumps", 32L * i, 0.5 + i / 100.0));
          }
          sender.send(Records.version("pumps.model", "pumps", 1, 100, Map.of("seed", "<i>7</i>")));
          sender.send(Records.deadLetter("pumps", "<img src=x onerror=alert(1)>"));
          shows(browser, TILES.formatted("pumps"), "70.00%");
          shows(browser, "document.querySelectorAll('#job-pumps .chart canvas').length", "2");
          shows(browser, "document.querySelector('#job-pumps').textContent", "<img src=x onerror=");
          assertThat(browser.evaluate("document.querySelectorAll('img, #job-pumps i').length"))
              .isEqualTo("0");

          sender.send(Records.ofClasses("pumps", 1_000, 0.99));
          sender.create("valves", ".metrics");
          sender.send(Records.ofAgent("valves", 5_000, 181.5));
          shows(browser, TILES.formatted("pumps"), "99.00%");
          shows(browser, TILES.formatted("valves"), "181.5");
          assertThat(browser.complaints()).isEmpty();
        }
        shows(browser, "document.getElementById('state').textContent", "no connection");
        sender.send(Records.ofClasses("pumps", 1_032, 0.88));

        try (LivePage again = LivePage.open(settings, LivePage.LOOPBACK, address.getPort())) {
          assertThat(again.address()).isEqualTo(address);
          shows(browser, TILES.formatted("pumps"), "88.00%");
          shows(browser, "document.getElementById('state').className", "live");
        }
        // That it was not reached is all that it had to say.
        assertThat(browser.complaints()).allSatisfy(each -> assertThat(each).contains("net::ERR_"));
      }
    }
  }

  private static void shows(Chromium browser, String expression, String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.evaluate(expression)).contains(text));
  }
}
