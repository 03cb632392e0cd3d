package io.thalweg.jobs.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.connectors.broker.EmbeddedBroker;
import io.thalweg.connectors.kafka.KafkaSettings;
import io.thalweg.jobs.testing.Listening;
import io.thalweg.jobs.watch.LivePage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListeningIT {
  /** What {@code run}, {@code demo} and {@code watch} start in their process. */
  @Test
  void broker_flink_and_page_listen_on_loopback_only() throws Exception {
    assumeTrue(Listening.isKnown(), "no /proc");
    var settings = new Embedded.Settings(Optional.empty(), true, 0, 0, 1);
    try (Embedded embedded = Embedded.start(settings)) {
      EmbeddedBroker broker = embedded.broker().orElseThrow();
      KafkaSettings kafka = KafkaSettings.of(broker.bootstrapServers());
      try (LivePage page = LivePage.open(kafka, LivePage.LOOPBACK, 0)) {
        List<InetSocketAddress> addresses = Listening.of(ProcessHandle.current().pid());
        assertThat(addresses)
            .extracting(InetSocketAddress::getPort)
            .contains(
                broker.port(), embedded.flink().dashboard().getPort(), page.address().getPort());
        assertThat(addresses).allMatch(address -> address.getAddress().isLoopbackAddress());
      }
    }
  }
}
