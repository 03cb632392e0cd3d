package io.thalweg.models.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.models.plan.Plan;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 2 with the kernels of processors that have fewer instructions than this one may have. */
@EnabledOnOs(
    architectures = {"amd64", "x86_64"},
    value = OS.LINUX)
class OlderProcessorTest {
  private static final String DONE = "all rows alike with ";

  /** In a process of its own, for oneDNN reads the variable once. */
  public static void main(String[] args) {
    PlanNetworkTest test = new PlanNetworkTest();
    PlanNetworkTest.architectures()
        .forEach(test::a_prediction_has_the_same_bits_in_batches_of_every_size);
    System.out.println(DONE + Plan.version().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sse41", "avx2", "avx512_core"})
  void a_prediction_has_the_same_bits_in_batches_of_every_size(String instructions)
      throws IOException, InterruptedException {
    String java = System.getProperty("java.home") + "/bin/java";
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx1g", "-cp", classPath, OlderProcessorTest.class.getName());
    builder.environment().put("ONEDNN_MAX_CPU_ISA", instructions.toUpperCase(Locale.ROOT));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains(DONE);
    if (instructions.equals("avx2")) {
      assertThat(said).as("instructions that it kept to").contains(", avx2");
    }
  }
}
