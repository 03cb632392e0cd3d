package io.thalweg.models.features;

import java.nio.charset.StandardCharsets;

/** MurmurHash3 (32 bits, little-endian) of a text's UTF-8 bytes: the same on every JVM. */
final class StableHash {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private StableHash() {}

  static int of(String text, int seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int hash = seed;
    int whole = bytes.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      hash ^= scrambled(word(bytes, i, 4));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    if (whole < bytes.length) {
      hash ^= scrambled(word(bytes, whole, bytes.length - whole));
    }
    return finished(hash ^ bytes.length);
  }

  /** The bucket of a text, in [0, buckets). */
  static int bucket(String text, int seed, int buckets) {
    return Integer.remainderUnsigned(of(text, seed), buckets);
  }

  private static int word(byte[] bytes, int from, int length) {
    int word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = (word << 8) | (bytes[from + i] & 0xff);
    }
    return word;
  }

  private static int scrambled(int word) {
    return Integer.rotateLeft(word * C1, 15) * C2;
  }

  private static int finished(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return h ^ (h >>> 16);
  }
}
