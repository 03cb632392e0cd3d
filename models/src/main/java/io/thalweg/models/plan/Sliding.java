package io.thalweg.models.plan;

/**
 * How a kernel slides over an image.
 *
 * @param vertical from row to row
 * @param horizontal from pixel to pixel of a row
 */
public record Sliding(Axis vertical, Axis horizontal) {
  /**
   * Along one axis. What is left behind the last whole stride is dropped.
   *
   * @param size of the kernel, at least 1
   * @param stride from one place to the next, at least 1
   * @param before zeroes in front of the first number, fewer than the kernel is long
   * @param after zeroes behind the last number, fewer than the kernel is long
   */
  public record Axis(int size, int stride, int before, int after) {
    public Axis {
      if (size < 1 || stride < 1 || before < 0 || before >= size || after < 0 || after >= size) {
        throw new IllegalArgumentException(
            "kernel of %d with stride %d and padding of %d and %d found, a size and a stride of at least 1 and less padding than the kernel is long expected"
                .formatted(size, stride, before, after));
      }
    }

    /** One place after the other, without padding. */
    public static Axis valid(int size) {
      return new Axis(size, 1, 0, 0);
    }

    /** So padded that a number comes out for each stride; an odd zero stands at the end. */
    public static Axis same(int inputs, int size, int stride) {
      int places = (inputs + stride - 1) / stride;
      int padding = Math.max(0, (places - 1) * stride + size - inputs);
      return new Axis(size, stride, padding / 2, padding - padding / 2);
    }

    /** Places on so many numbers. */
    int places(int inputs) {
      return Math.floorDiv(inputs + before + after - size, stride) + 1;
    }
  }

  /** A square at each place that it fits. */
  static Sliding square(int size) {
    return new Sliding(Axis.valid(size), Axis.valid(size));
  }

  /** Squares side by side. */
  static Sliding tiles(int size) {
    Axis axis = new Axis(size, size, 0, 0);
    return new Sliding(axis, axis);
  }

  /** Numbers under the kernel. */
  int area() {
    return Math.multiplyExact(vertical.size(), horizontal.size());
  }

  long[] sizes() {
    return new long[] {vertical.size(), horizontal.size()};
  }

  long[] strides() {
    return new long[] {vertical.stride(), horizontal.stride()};
  }

  long[] before() {
    return new long[] {vertical.before(), horizontal.before()};
  }

  long[] after() {
    return new long[] {vertical.after(), horizontal.after()};
  }

  /** In words; plain where nothing is padded and the stride is the usual one. */
  String words(int usualStride) {
    String size = "%d × %d".formatted(vertical.size(), horizontal.size());
    boolean strided = vertical.stride() != usualStride || horizontal.stride() != usualStride;
    boolean padded =
        vertical.before() + vertical.after() + horizontal.before() + horizontal.after() > 0;
    return size
        + (strided ? " by %d × %d".formatted(vertical.stride(), horizontal.stride()) : "")
        + (padded
            ? " padded by %d, %d × %d, %d"
                .formatted(
                    vertical.before(), vertical.after(), horizontal.before(), horizontal.after())
            : "");
  }
}
