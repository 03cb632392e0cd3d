package io.thalweg.jobs.cli;

import io.thalweg.connectors.kafka.KafkaAccessException;
import io.thalweg.connectors.kafka.Topics;
import io.thalweg.jobs.watch.LivePage;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thalweg watch}. */
@Command(
    name = "watch",
    header = "A page that shows how all jobs do, live.",
    description =
        "Finds jobs by their topics and follows these; joins no group, commits nothing. Ctrl-C ends it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg watch",
      "  ./thalweg watch --brokers broker-1:9092,broker-2:9092 --port 8080",
      "  ./thalweg watch --address 0.0.0.0",
      "",
      "The last is for a phone in the same network. There is no login."
    })
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + LivePage.PORT,
      description = "Port of the page, if it is free (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = LivePage.LOOPBACK,
      description =
          "Address to listen at (${DEFAULT-VALUE}: this machine only). Whoever reaches it reads the figures.")
  private String address;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw usage("--port: found " + port + ", expected 0 to 65535");
    }
    knock();
    Interruption interruption = Interruption.ofThisThread();
    try (LivePage page = LivePage.open(kafka.settings(), address, port)) {
      say("kafka      " + kafka.settings().bootstrapServers());
      say("watch      " + page.address());
      say("Ctrl-C ends it.");
      Thread.currentThread().join();
    } catch (UnknownHostException | BindException notOurs) {
      throw usage("--address: found " + address + ", expected an address of this machine");
    } finally {
      interruption.close();
    }
    return ExitCode.OK;
  }

  /** That nobody is there is best said here; one that is busy is waited for by the page. */
  private void knock() {
    try (Topics topics = new Topics(kafka.settings())) {
      topics.names();
    } catch (KafkaAccessException refused) {
      if (!(refused.getCause() instanceof TimeoutException)) {
        throw refused;
      }
      say("kafka      does not answer yet; the page waits for it, and says so");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
