package io.thalweg.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.thalweg.models.devices.Devices;
import io.thalweg.models.devices.Libraries;
import io.thalweg.models.network.Networks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thalweg devices}. */
@Command(
    name = "devices",
    header = "What networks compute on here: backend, versions, processor or GPUs.",
    description =
        "Ends with 1 if there is a GPU that the chosen binaries hold no code for, and names the"
            + " profile whose binaries do. docs/gpu.md says which profile is for which card.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./thalweg devices",
      "  ./thalweg devices --json",
      "  THALWEG_PROFILE=cuda ./thalweg devices"
    })
final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object, for programs.")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    CommandLine commandLine = spec.commandLine();
    DevicesReport report =
        new DevicesReport(Networks.computing(), Libraries.versions(), Devices.find());
    if (json) {
      commandLine.getOut().println(text(report.fields()));
    } else {
      report.lines().forEach(commandLine.getOut()::println);
    }
    List<String> refusals = report.refusals();
    refusals.forEach(
        refusal ->
            commandLine
                .getErr()
                .println(commandLine.getColorScheme().errorText("thalweg: " + refusal)));
    return refusals.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static String text(Map<String, Object> fields) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(fields);
  }
}
