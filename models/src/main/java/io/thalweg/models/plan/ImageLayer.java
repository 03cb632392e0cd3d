package io.thalweg.models.plan;

/** A layer from images to images. */
public sealed interface ImageLayer extends Outline.Layer {
  Image input();

  Image output();

  @Override
  default int units(int inputs) {
    return output().size();
  }

  /**
   * What a layer of images gets or gives: numbers row by row, channels last.
   *
   * @param height in pixels, at least 1, as the width and the channels
   */
  record Image(int height, int width, int channels) {
    public Image {
      if (height < 1 || width < 1 || channels < 1) {
        throw new IllegalArgumentException(
            "image of %d × %d pixels with %d channels found, at least 1 of each expected"
                .formatted(height, width, channels));
      }
    }

    /** Numbers in it. */
    public int size() {
      return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** What a kernel gives that slides over it. */
    Image under(Sliding kernel, int filters) {
      return new Image(
          kernel.vertical().places(height), kernel.horizontal().places(width), filters);
    }
  }

  /**
   * Cross-correlation. Parameters: K [filters, channels, height, width], row by row, b [filters].
   */
  record Convolution(Image input, int filters, Sliding kernel, Activation activation)
      implements ImageLayer {
    /** With squares, without padding and at stride 1. */
    public Convolution(Image input, int filters, int size, Activation activation) {
      this(input, filters, Sliding.square(size), activation);
    }

    @Override
    public Image output() {
      return input.under(kernel, filters);
    }

    @Override
    public int size(int inputs) {
      return (input.channels() * kernel.area() + 1) * filters;
    }
  }

  /** One number for those under the kernel, channel by channel. */
  record Pool(Image input, Sliding kernel, Kind kind) implements ImageLayer {
    /** What is kept of several numbers. */
    public enum Kind {
      MAX,
      /** Without the padding. */
      MEAN,
      /** With the padding's zeroes. */
      PADDED_MEAN
    }

    /** The maxima of squares side by side; what is left at the right and below is dropped. */
    public static Pool max(Image input, int size) {
      return new Pool(input, Sliding.tiles(size), Kind.MAX);
    }

    @Override
    public Image output() {
      return input.under(kernel, input.channels());
    }
  }
}
