package io.thalweg.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8484", "localhost", "LocalHost:1", "[::1]:8484"})
  void names_of_this_machine_are_ours(String host) throws Exception {
    assertThat(loopback().isOurs(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:8484",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8484",
        "192.168.1.7:8484",
        "127.0.0.1:8484:8484",
        "localhost@evil.example"
      })
  void what_others_can_call_themselves_is_not(String host) throws Exception {
    assertThat(loopback().isOurs(host)).isFalse();
  }

  @Test
  void on_another_address_hosts_are_addresses_or_the_name_that_was_given() throws Exception {
    Gate gate = new Gate(InetAddress.getByName("0.0.0.0"), "Desk.lan");

    assertThat(gate.isOurs("192.168.1.7:8484")).isTrue();
    assertThat(gate.isOurs("[fe80::1]:8484")).isTrue();
    assertThat(gate.isOurs("desk.lan:8484")).isTrue();
    assertThat(gate.isOurs("localhost:8484")).isTrue();
    assertThat(gate.isOurs("evil.example:8484")).isFalse();
  }

  private static Gate loopback() throws Exception {
    return new Gate(InetAddress.getLoopbackAddress(), "127.0.0.1");
  }
}
