package io.thalweg.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thalweg.models.devices.Devices;
import io.thalweg.models.devices.UnservedDeviceException;
import io.thalweg.models.features.Batch;
import io.thalweg.models.random.Generator;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DL4J's path on a GPU against the plan on the processor: {@code mvn -Pcuda -Dgroups=gpu test}. */
@Tag("gpu")
class GpuTest {
  private static final int STEPS = 7;
  private static final int ROWS = 40;

  @BeforeEach
  void a_gpu_is_there() {
    try {
      Devices found = Devices.find();
      assumeTrue(
          found.profile().isPresent(), "no GPU: built for processors, see docs/gpu.md for others");
    } catch (UnservedDeviceException none) {
      abort(none.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("io.thalweg.models.network.PlanNetworkTest#known")
  void a_gpu_computes_what_the_plan_does(Architecture architecture) {
    Dimensions dimensions = PlanNetworkTest.dimensions(architecture);
    float[] parameters = Loaded.parameters(architecture, dimensions);
    int[] labels = new Random(3).ints(ROWS, 0, Loaded.CLASSES).toArray();
    try (PlanNetwork plan = new PlanNetwork(architecture, dimensions, ROWS);
        Network gpu = new Dl4jNetwork(architecture, dimensions, ROWS)) {
      Loaded.load(plan, parameters);
      gpu.load(parameters);
      Batch batch =
          Windows.batch(Windows.random(1, ROWS, STEPS, dimensions.inputs()), ROWS, plan.steps());
      float[][] expected = Loaded.predict(plan, batch);
      float[][] found = Loaded.predict(gpu, batch);
      for (int i = 0; i < ROWS; i++) {
        assertThat(found[i]).containsExactly(expected[i], within(1e-4f));
      }
      float[] gradient = new float[plan.size()];
      float[] gradientFound = new float[gpu.size()];
      double loss = plan.gradient(batch, labels, Windows.once(labels), new Generator(1), gradient);
      assertThat(gpu.gradient(batch, labels, Windows.once(labels), new Generator(1), gradientFound))
          .isCloseTo(loss, within(1e-4));
      assertThat(gradientFound).containsExactly(plan.toDl4j(gradient), within(1e-4f));
    }
  }
}
