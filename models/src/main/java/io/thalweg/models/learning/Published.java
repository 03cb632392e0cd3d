package io.thalweg.models.learning;

import io.thalweg.models.features.Encoder;
import io.thalweg.models.network.Networks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What predicts, and its bytes: what an encoder has learned, and parameters in DL4J's order. */
record Published(Encoder encoder, float[] parameters) {
  private static final Format FORMAT = new Format("model", 0x5457_4d4f, 1);

  byte[] bytes(ModelSpec spec) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      FORMAT.write(spec, out);
      encoder.write(out);
      Vectors.write(parameters, out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException with the reason, if the bytes are no model of the
   *     specification
   */
  static Published read(ModelSpec spec, byte[] model) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(model));
    try {
      FORMAT.check(spec, in);
      Encoder encoder = spec.encoder();
      encoder.read(in);
      float[] parameters = new float[Networks.size(spec.network(), spec.dimensions())];
      Vectors.read(parameters, in);
      if (!Vectors.within(parameters, Learner.BOUND)) {
        throw new IOException("parameter that is not finite found");
      }
      FORMAT.checkEnd(in);
      return new Published(encoder, parameters);
    } catch (IOException e) {
      throw FORMAT.corrupt(e);
    }
  }
}
