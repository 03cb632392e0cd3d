package io.thalweg.models.learning;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.models.network.Dl4jModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A model as DL4J's own zip, which {@code ModelSerializer.restoreMultiLayerNetwork} loads. The
 * network takes [batch, inputs, steps], with the oldest row at the first step and a mask that is 0
 * at the empty last steps. How a row becomes inputs stands in the entry {@value #ENTRY} as JSON,
 * and what the output is: the classes' probabilities in their order, the second class's (a
 * sigmoid), or a number y in standard deviations, which means mean + y √variance of the entry's
 * {@code label} where it says {@code standardise}.
 */
public final class ModelZip {
  /** Features, classes, means, variances and dictionaries. */
  public static final String ENTRY = "thalweg.json";

  /** The same for {@link StartFile}: a job of the same features goes on with them. */
  static final String LEARNED = "thalweg.bin";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelZip() {}

  /**
   * Writes the zip; the stream stays open.
   *
   * @param model what {@link Learner#model} gave
   * @throws IllegalArgumentException if the bytes are not a model of the specification, or the
   *     specification has no network (a constant)
   */
  public static void write(ModelSpec spec, byte[] model, OutputStream out) throws IOException {
    Published published = Published.read(spec, model);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    MultiLayerNetwork network =
        Dl4jModels.of(spec.network(), spec.dimensions(), published.parameters());
    try {
      ModelSerializer.writeModel(network, zipped, false);
    } finally {
      network.close();
    }
    ZipOutputStream target = new ZipOutputStream(out);
    copy(zipped.toByteArray(), target);
    target.putNextEntry(new ZipEntry(ENTRY));
    target.write(
        JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(spec, published)));
    target.closeEntry();
    target.putNextEntry(new ZipEntry(LEARNED));
    DataOutputStream learned = new DataOutputStream(target);
    LearnedFeatures.write(spec, published.encoder(), learned);
    learned.flush();
    target.closeEntry();
    target.finish();
  }

  private static void copy(byte[] zip, ZipOutputStream target) throws IOException {
    ZipInputStream source = new ZipInputStream(new ByteArrayInputStream(zip));
    for (ZipEntry entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
      target.putNextEntry(new ZipEntry(entry.getName()));
      source.transferTo(target);
      target.closeEntry();
    }
  }

  private static Map<String, Object> describe(ModelSpec spec, Published published) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("fingerprint", spec.fingerprint());
    description.put("classes", spec.classes());
    description.put("output", spec.head().kind().name().toLowerCase(Locale.ROOT));
    description.put("steps", spec.steps());
    description.put("previous_label", spec.features().previousLabel());
    description.put("standardise", spec.features().standardise());
    description.put("encoder", published.encoder().describe());
    return description;
  }
}
