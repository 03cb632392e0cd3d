package io.thalweg.models.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.models.features.Features;
import io.thalweg.models.learning.Learning.Updater;
import io.thalweg.models.network.Architecture;
import io.thalweg.models.plan.Cell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class StartFileTest {
  private static final Stream STREAM = new Stream(4, 100);
  private static final int WINDOWS = 20;
  private static final ModelSpec SPEC = Stream.spec(Cell.LSTM, Updater.ADAM, 0.01);

  @TempDir private Path folder;

  /** Trains a network, exports it and tells what it predicts. */
  private Path exported(ModelSpec spec, float[][] probabilities) throws IOException {
    Path file = folder.resolve("model.zip");
    try (Learner learner = Learner.create(spec);
        OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 64; i++) {
        learner.add(STREAM.window(i), STREAM.label(i));
        if (learner.full()) {
          learner.learn();
        }
      }
      learner.predict(STREAM.windows(0, WINDOWS), WINDOWS, probabilities);
      ModelZip.write(spec, learner.model(), out);
    }
    return file;
  }

  private Path exported(ModelSpec spec) throws IOException {
    return exported(spec, new float[WINDOWS][2]);
  }

  @ParameterizedTest
  @MethodSource("io.thalweg.models.learning.ModelZipTest#specs")
  void a_learner_begins_as_the_exported_model_was_bit_for_bit(ModelSpec spec) throws IOException {
    float[][] expected = new float[WINDOWS][2];
    ModelSpec started = spec.withStart(StartFile.read(exported(spec, expected), spec));
    float[][] found = new float[WINDOWS][2];

    try (Learner learner = Learner.create(started)) {
      assertThat(learner.version()).isZero();
      learner.predict(STREAM.windows(0, WINDOWS), WINDOWS, found);
    }
    assertThat(found).isDeepEqualTo(expected);
    try (Predictor predictor = Predictor.create(started)) {
      predictor.predict(STREAM.windows(0, WINDOWS), WINDOWS, found);
    }
    assertThat(found).isDeepEqualTo(expected);
  }

  @Test
  void a_start_makes_another_fingerprint_and_travels() throws Exception {
    Start start = StartFile.read(exported(SPEC), SPEC);
    ModelSpec started = SPEC.withStart(start);

    assertThat(started.fingerprint()).isNotEqualTo(SPEC.fingerprint());
    assertThat(started.withStart(null).fingerprint()).isEqualTo(SPEC.fingerprint());
    assertThat(Provenance.of(started)).containsEntry("start", start.checksum());
    ModelSpec other = SPEC.withSeed(99);
    assertThat(StartFile.read(exported(other), SPEC).checksum()).isNotEqualTo(start.checksum());
    assertThat(travelled(started)).isEqualTo(started);
  }

  @Test
  void a_learner_goes_on_from_its_own_state_and_not_from_its_start() throws IOException {
    ModelSpec started = SPEC.withStart(StartFile.read(exported(SPEC), SPEC));
    try (Learner learner = Learner.create(started)) {
      for (int i = 0; !learner.full(); i++) {
        learner.add(STREAM.window(i), STREAM.label(i));
      }
      learner.learn();
      byte[] core = learner.core();
      var chunks = learner.takeChangedChunks().values();

      try (Learner restored = Learner.restore(started, core, chunks)) {
        assertThat(restored.model()).isEqualTo(learner.model());
      }
      assertThatThrownBy(() -> Learner.restore(SPEC, core, chunks))
          .hasMessageContaining("learner of another network found");
    }
  }

  private static Object travelled(ModelSpec spec) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(spec);
    return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void a_layer_of_another_shape_is_named() throws IOException {
    Path file = exported(SPEC);
    var wider = new Architecture.Recurrent(Cell.LSTM, 9, 2, 0.1);
    var shallower = new Architecture.Recurrent(Cell.LSTM, 8, 1, 0.1);
    var gru = new Architecture.Recurrent(Cell.GRU, 8, 2, 0.1);

    refused(file, Stream.spec(wider, SPEC.learning()))
        .hasMessage(
            "layer 0 (from 0, dropout and masks not counted): lstm 11 → 8 found, lstm 11 → 9 expected");
    refused(file, Stream.spec(shallower, SPEC.learning()))
        .hasMessageContaining("lstm 11 → 8 found, lstm 11 → 8, last step expected");
    refused(file, Stream.spec(gru, SPEC.learning()))
        .hasMessageContaining("lstm 11 → 8 found, gru 11 → 8 expected");
  }

  @Test
  void other_features_or_classes_of_the_same_number_are_refused() throws IOException {
    Path file = exported(SPEC);
    Features features = SPEC.features();
    Features renamed =
        new Features(List.of("level", "rain"), features.categories(), true, true, null);

    refused(file, new ModelSpec(renamed, SPEC.classes(), 6, SPEC.network(), SPEC.learning()))
        .hasMessageContaining("numeric feature 'flow' found where")
        .hasMessageContaining("numeric feature 'rain'");
    refused(
            file,
            new ModelSpec(features, List.of("UP", "DOWN"), 6, SPEC.network(), SPEC.learning()))
        .hasMessageContaining("class 'DOWN' found where")
        .hasMessageContaining("class 'UP'");
  }

  private static final ModelSpec OTHER =
      Stream.spec(new Architecture.Recurrent(Cell.LSTM, 8, 1, 0.5), SPEC.learning());

  /** What another program may have made of {@link #OTHER}'s network. */
  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.1))
                .l2(0.01)
                .list()
                .layer(
                    new LastTimeStep(
                        new LSTM.Builder().nIn(11).nOut(8).activation(Activation.TANH).build()))
                .layer(
                    new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nIn(8)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private Path saved(MultiLayerNetwork network) throws IOException {
    Path file = folder.resolve("other.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }

  @Test
  void a_network_of_another_program_starts_with_its_parameters_however_it_learned()
      throws IOException {
    MultiLayerNetwork network = network();

    Start start = StartFile.read(saved(network), OTHER);
    assertThat(OTHER.withStart(start).initialParameters())
        .containsExactly(network.params().toFloatVector());
  }

  @Test
  void a_network_that_has_diverged_is_refused() throws IOException {
    MultiLayerNetwork network = network();
    network.params().putScalar(7, Float.NaN);

    refused(saved(network), OTHER).hasMessageContaining("the network has diverged");
  }

  @Test
  void learned_features_that_are_damaged_are_refused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LearnedFeatures.write(SPEC, SPEC.encoder(), new DataOutputStream(bytes));
    byte[] whole = bytes.toByteArray();

    assertThat(LearnedFeatures.read(SPEC, whole)).isNotEmpty();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LearnedFeatures.read(SPEC, part))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("thalweg.bin: damaged bytes found (they end too soon)");
    }
    assertThatThrownBy(() -> LearnedFeatures.read(SPEC, Arrays.copyOf(whole, whole.length + 1)))
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void what_is_no_network_is_refused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "hello");
    refused(text, SPEC).hasMessageContaining("no zip or a damaged one found");

    refused(zip("readme.txt", "hello"), SPEC)
        .hasMessage("a zip without configuration.json found, a network's expected");
    refused(zip("configuration.json", "{}"), SPEC)
        .hasMessageContaining("configuration.json: another text found");
    refused(zip("configuration.json", " ".repeat(5_000_000)), SPEC)
        .hasMessage("configuration.json: more than 4194304 bytes found, fewer expected");
  }

  /** Each unpacks to 80 MB, from less than a tenth of one. */
  @ParameterizedTest
  @CsvSource({
    "configuration.json, configuration.json: more than 4194304 bytes found",
    "coefficients.bin, coefficients.bin: more than ",
    "thalweg.bin, thalweg.bin: more than 67108864 bytes found"
  })
  void a_zip_that_unpacks_to_more_than_a_network_is_unpacked_no_further(String bomb, String message)
      throws IOException {
    Path good = exported(SPEC);
    Path file = folder.resolve("bomb.zip");
    byte[] nothing = new byte[1 << 20];
    try (ZipFile source = new ZipFile(good.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry : Collections.list(source.entries())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(bomb)) {
          for (int i = 0; i < 80; i++) {
            out.write(nothing);
          }
        } else {
          source.getInputStream(entry).transferTo(out);
        }
      }
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    long before = allocated();
    refused(file, SPEC).hasMessageContaining(message);
    assertThat(allocated() - before).isLessThan(150 << 20);
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  private Path zip(String name, String text) throws IOException {
    Path file = folder.resolve("some.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Path file, ModelSpec spec) {
    return assertThatThrownBy(() -> StartFile.read(file, spec))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
