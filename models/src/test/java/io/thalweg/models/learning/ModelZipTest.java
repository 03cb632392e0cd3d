package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.models.features.Batch;
import io.thalweg.models.features.Encoder;
import io.thalweg.models.features.Features;
import io.thalweg.models.features.Row;
import io.thalweg.models.features.Target;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Activation;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.network.Pooling;
import io.thalweg.models.plan.Cell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelZipTest {
  private static final Stream STREAM = new Stream(4, 100);

  private static byte[] learned(ModelSpec spec, float[][] probabilities) {
    try (Learner learner = Learner.create(spec)) {
      for (int i = 0; i < 64; i++) {
        learner.add(STREAM.window(i), STREAM.label(i));
        if (learner.full()) {
          learner.learn();
        }
      }
      learner.predict(STREAM.windows(0, probabilities.length), probabilities.length, probabilities);
      return learner.model();
    }
  }

  static List<ModelSpec> specs() {
    ModelSpec lstm = Stream.spec(Cell.LSTM, Updater.ADAM, 0.01);
    return List.of(
        lstm,
        Stream.spec(Cell.GRU, Updater.ADAM, 0.01),
        Stream.spec(Cell.SIMPLE_RNN, Updater.ADAM, 0.01),
        Stream.spec(
            new Architecture.Recurrent(Cell.LSTM, 6, 2, 0.1, null, true, Pooling.MAX),
            lstm.learning()),
        Stream.spec(
            new Architecture.Recurrent(Cell.GRU, 6, 1, 0, null, true, Pooling.LAST),
            lstm.learning()),
        Stream.spec(
            new Architecture.Convolutional1d(List.of(6, 5), 3, List.of(4), 0.1, null),
            lstm.learning()));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void dl4j_loads_it_and_predicts_the_same(ModelSpec spec) throws IOException {
    float[][] expected = new float[20][2];
    byte[] model = learned(spec, expected);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelZip.write(spec, model, zip);
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()));

    Encoder encoder = Published.read(spec, model).encoder();
    INDArray inputs = Nd4j.create(20, encoder.inputs(), Stream.STEPS);
    INDArray mask = Nd4j.create(20, Stream.STEPS);
    for (int i = 0; i < 20; i++) {
      Row[] window = STREAM.window(i);
      Batch batch = new Batch(1, window.length, encoder.inputs());
      encoder.encode(window, batch);
      for (int step = 0; step < window.length; step++) {
        mask.putScalar(i, step, 1);
        for (int k = 0; k < encoder.inputs(); k++) {
          inputs.putScalar(i, k, step, batch.values()[batch.offset(0, step) + k]);
        }
      }
    }
    INDArray output = network.output(inputs, false, mask, null);
    for (int i = 0; i < 20; i++) {
      assertThat(output.getRow(i).toFloatVector()).containsExactly(expected[i], within(2e-6f));
    }
  }

  @Test
  void it_tells_how_rows_become_inputs() throws IOException {
    ModelSpec spec = Stream.spec(Cell.LSTM, Updater.ADAM, 0.01);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelZip.write(spec, learned(spec, new float[1][2]), zip);
    JsonNode json = entry(zip.toByteArray());
    assertThat(json.get("fingerprint").asText()).isEqualTo(spec.fingerprint());
    assertThat(json.at("/encoder/numeric/0/name").asText()).isEqualTo("level");
    assertThat(json.at("/encoder/numeric/0/mean").asDouble()).isBetween(4.5, 5.5);
    assertThat(json.at("/encoder/categories/0/values")).hasSize(3);
  }

  private static JsonNode entry(byte[] zip) throws IOException {
    ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (entry.getName().equals(ModelZip.ENTRY)) {
        return new ObjectMapper().readTree(in.readAllBytes());
      }
    }
    throw new AssertionError("no entry " + ModelZip.ENTRY);
  }

  @Test
  void another_program_can_read_a_number_and_a_sigmoid() throws IOException {
    for (Loss loss : List.of(Loss.MSE, Loss.BINARY_CROSS_ENTROPY)) {
      boolean number = loss == Loss.MSE;
      ModelSpec spec =
          new ModelSpec(
              new Features(List.of("x"), List.of(), false, true),
              number ? new Target.Quantity() : new Target.Classes(List.of("NO", "YES")),
              1,
              new Architecture.FeedForward(List.of(4), Activation.TANH, 0),
              new Learning(Updater.ADAM, 0.05, 8, 2, 100, 1, 17).withLoss(loss),
              null);
      Row row = new Row(new double[] {130}, new String[0], Target.NONE);
      float[][] expected = new float[1][number ? 1 : 2];
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      try (Learner learner = Learner.create(spec)) {
        for (int i = 0; i < 160; i++) {
          double x = 100 + i % 50;
          double label = number ? 5_000 + 20 * x : x > 120 ? 1 : 0;
          learner.add(new Row[] {new Row(new double[] {x}, new String[0], Target.NONE)}, label);
          if (learner.full()) {
            learner.learn();
          }
        }
        learner.predict(new Row[][] {{row}}, 1, expected);
        ModelZip.write(spec, learner.model(), zip);
      }
      JsonNode json = entry(zip.toByteArray());
      JsonNode feature = json.at("/encoder/numeric/0");
      double x = (130 - feature.get("mean").asDouble()) / deviation(feature);
      double output =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()))
              .output(Nd4j.createFromArray(new float[][] {{(float) x}}))
              .getDouble(0);
      if (number) {
        JsonNode label = json.at("/encoder/label");
        double value = label.get("mean").asDouble() + output * deviation(label);
        assertThat(json.get("output").asText()).isEqualTo("identity_squared_error");
        assertThat(value).isCloseTo(expected[0][0], within(0.05)).isBetween(7_000.0, 8_200.0);
      } else {
        assertThat(json.get("output").asText()).isEqualTo("sigmoid_cross_entropy");
        assertThat(output).isCloseTo(expected[0][1], within(1e-5)).isGreaterThan(0.5);
      }
    }
  }

  private static double deviation(JsonNode moments) {
    return Math.sqrt(moments.get("variance").asDouble());
  }

  @Test
  void a_constant_has_no_network_to_export() {
    ModelSpec spec =
        Stream.spec(
            new Architecture.Constant(), Stream.spec(Cell.LSTM, Updater.ADAM, 0.01).learning());
    byte[] model = learned(spec, new float[1][2]);
    assertThatThrownBy(() -> ModelZip.write(spec, model, OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a constant has none");
  }
}
