package io.thalweg.jobs.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.connectors.json.JsonLine;
import io.thalweg.connectors.json.WellFormed;
import java.io.ByteArrayOutputStream;
import java.util.Collection;

/** Server-sent events (WHATWG HTML, section 9.2): a name, and a line of JSON. */
final class ServerEvent {
  private static final int LONGEST_PROBLEM = 400;

  private ServerEvent() {}

  /**
   * An event.
   *
   * @param json without a line break, as JSON is written here
   */
  static byte[] of(String name, byte[] json) {
    ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 32);
    event.writeBytes(("event: " + name + "\ndata: ").getBytes(UTF_8));
    event.writeBytes(json);
    event.writeBytes("\n\n".getBytes(UTF_8));
    return event.toByteArray();
  }

  /**
   * Which jobs there are.
   *
   * @param problem why they cannot be read at the moment; empty: they can
   * @param leftOut jobs beyond the bound
   */
  static byte[] overview(String brokers, String problem, Collection<String> jobs, int leftOut) {
    return of(
        "overview",
        new JsonLine()
            .object(
                out -> {
                  out.writeStringField("brokers", WellFormed.text(brokers));
                  out.writeStringField("problem", Bounded.text(problem, LONGEST_PROBLEM));
                  out.writeNumberField("left_out", leftOut);
                  out.writeArrayFieldStart("jobs");
                  for (String job : jobs) {
                    out.writeString(job);
                  }
                  out.writeEndArray();
                }));
  }
}
