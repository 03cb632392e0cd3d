package io.thalweg.models.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.models.plan.Activation;
import io.thalweg.models.plan.Cell;
import io.thalweg.models.plan.Head;
import io.thalweg.models.plan.ImageLayer.Convolution;
import io.thalweg.models.plan.ImageLayer.Image;
import io.thalweg.models.plan.ImageLayer.Pool;
import io.thalweg.models.plan.Outline;
import io.thalweg.models.plan.Outline.Dense;
import io.thalweg.models.plan.Outline.Embedding;
import io.thalweg.models.plan.Outline.LastStep;
import io.thalweg.models.plan.Outline.Layer;
import io.thalweg.models.plan.Outline.Recurrent;
import io.thalweg.models.plan.StepLayer.Bidirectional;
import io.thalweg.models.plan.StepLayer.LastOfBoth;
import io.thalweg.models.plan.StepLayer.Padding;
import io.thalweg.models.plan.StepLayer.Pooling;
import io.thalweg.models.plan.StepLayer.StepConvolution;
import io.thalweg.models.plan.StepLayer.StepPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A sequential model's configuration, read as what a plan computes. Whatever it does not know, or
 * knows and a plan does not compute, it refuses rather than passes over.
 *
 * @param weighted the layers with weights, by their names in Keras, in their order; the last is the
 *     head
 */
record KerasModel(Outline outline, List<String> weighted) {

  static KerasModel of(String json) {
    try {
      return new Reader().read(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a configuration that is not JSON found", e);
    }
  }

  /** Layer by layer. */
  private static final class Reader {
    private final List<Layer> layers = new ArrayList<>();
    private final List<String> weighted = new ArrayList<>();
    private int inputs;
    private Image image;
    private Head head;

    KerasModel read(JsonNode model) {
      require(
          "Sequential".equals(model.path("class_name").asText()),
          "model",
          model.path("class_name").asText("nothing"),
          "Sequential");
      JsonNode config = model.path("config");
      JsonNode list = config.isArray() ? config : config.path("layers");
      for (int i = 0; i < list.size(); i++) {
        boolean last = i == list.size() - 1;
        read(list.get(i).path("class_name").asText(), list.get(i).path("config"), last);
      }
      require(
          head != null,
          "model",
          "no Dense layer at its end",
          "one with softmax, sigmoid or linear");
      return new KerasModel(new Outline(inputs, layers, head), List.copyOf(weighted));
    }

    private void read(String type, JsonNode config, boolean last) {
      JsonNode shape =
          config.has("batch_input_shape")
              ? config.get("batch_input_shape")
              : config.path("batch_shape");
      if (shape.isArray() && inputs == 0) {
        input(shape);
      }
      String name = config.path("name").asText(type);
      switch (type) {
        case "InputLayer", "Masking", "Dropout", "SpatialDropout1D", "Flatten" -> {}
        case "Embedding" -> {
          inputs = 1;
          add(name, new Embedding(number(config, "input_dim"), number(config, "output_dim")));
        }
        case "LSTM", "GRU", "SimpleRNN" -> {
          add(name, new Recurrent(cell(type, name, config), number(config, "units")));
          if (!config.path("return_sequences").asBoolean()) {
            layers.add(new LastStep());
          }
        }
        case "Bidirectional" -> bidirectional(name, config);
        case "Conv1D" -> convolution1d(name, config);
        case "GlobalMaxPooling1D" -> layers.add(new StepPool(Pooling.MAX));
        case "GlobalAveragePooling1D" -> layers.add(new StepPool(Pooling.MEAN));
        case "Conv2D" -> convolution(name, config);
        case "MaxPooling2D" -> pool(name, config);
        case "Dense" -> dense(name, config, last);
        default -> throw unknown(name, type);
      }
    }

    /** [batch, inputs], [batch, steps, inputs], or [batch, height, width, channels]. */
    private void input(JsonNode shape) {
      int depth = shape.get(shape.size() - 1).asInt();
      if (shape.size() == 4) {
        image = new Image(shape.get(1).asInt(), shape.get(2).asInt(), depth);
        inputs = image.size();
      } else {
        inputs = Math.max(1, depth);
      }
    }

    private void add(String name, Layer layer) {
      layers.add(layer);
      weighted.add(name);
    }

    private static Cell cell(String type, String name, JsonNode config) {
      requireText(name, config, "activation", "tanh");
      requireFlag(name, config, "use_bias", true);
      requireFlag(name, config, "go_backwards", false);
      requireFlag(name, config, "stateful", false);
      if (!type.equals("SimpleRNN")) {
        requireText(name, config, "recurrent_activation", "sigmoid");
      }
      if (type.equals("GRU")) {
        requireFlag(name, config, "reset_after", true);
      }
      return type.equals("SimpleRNN") ? Cell.SIMPLE_RNN : Cell.valueOf(type);
    }

    private void bidirectional(String name, JsonNode config) {
      requireText(name, config, "merge_mode", "concat");
      String type = config.at("/layer/class_name").asText();
      JsonNode inner = config.at("/layer/config");
      require(
          List.of("LSTM", "GRU", "SimpleRNN").contains(type), name, type, "LSTM, GRU or SimpleRNN");
      add(name, new Bidirectional(cell(type, name, inner), number(inner, "units")));
      if (!inner.path("return_sequences").asBoolean()) {
        layers.add(new LastOfBoth());
      }
    }

    /** One number beside the other, every channel with every other, channels last. */
    private static void plain(String name, JsonNode config) {
      require(first(config, "strides") == 1, name, "strides", "1");
      require(first(config, "dilation_rate") <= 1, name, "dilation", "none");
      require(config.path("groups").asInt(1) == 1, name, "groups", "one");
      require(
          !config.path("data_format").asText().equals("channels_first"),
          name,
          "channels_first",
          "channels_last");
      requireFlag(name, config, "use_bias", true);
    }

    private void convolution1d(String name, JsonNode config) {
      plain(name, config);
      Padding padding =
          switch (config.path("padding").asText()) {
            case "same" -> Padding.SAME;
            case "valid" -> Padding.VALID;
            default -> throw unfit(name, config.path("padding").asText(), "padding same or valid");
          };
      add(
          name,
          new StepConvolution(
              number(config, "filters"),
              first(config, "kernel_size"),
              padding,
              activation(name, config)));
    }

    private void convolution(String name, JsonNode config) {
      require(
          image != null, name, "no image in front of it", "an input of height, width, channels");
      plain(name, config);
      int size = first(config, "kernel_size");
      require(
          size == config.at("/kernel_size/1").asInt(),
          name,
          "a kernel that is no square",
          "a square");
      require(config.at("/strides/1").asInt() == 1, name, "strides", "1");
      requireText(name, config, "padding", "valid");
      var layer = new Convolution(image, number(config, "filters"), size, activation(name, config));
      add(name, layer);
      image = layer.output();
    }

    private void pool(String name, JsonNode config) {
      require(image != null, name, "no image in front of it", "a convolution");
      int size = first(config, "pool_size");
      boolean apart = config.path("strides").isNull() || first(config, "strides") == size;
      require(
          size == config.at("/pool_size/1").asInt() && apart,
          name,
          "squares that overlap",
          "squares that do not");
      requireText(name, config, "padding", "valid");
      var layer = Pool.max(image, size);
      layers.add(layer);
      image = layer.output();
    }

    private void dense(String name, JsonNode config, boolean last) {
      requireFlag(name, config, "use_bias", true);
      int units = number(config, "units");
      if (last) {
        weighted.add(name);
        head = new Head(kind(name, config.path("activation").asText()), units);
      } else {
        add(name, new Dense(units, activation(name, config)));
      }
    }

    private static Head.Kind kind(String name, String activation) {
      return switch (activation) {
        case "softmax" -> Head.Kind.SOFTMAX_CROSS_ENTROPY;
        case "sigmoid" -> Head.Kind.SIGMOID_CROSS_ENTROPY;
        case "linear" -> Head.Kind.IDENTITY_SQUARED_ERROR;
        default -> throw unfit(name, activation, "softmax, sigmoid or linear at the end");
      };
    }

    private static Activation activation(String name, JsonNode config) {
      String found = config.path("activation").asText();
      return switch (found) {
        case "linear" -> Activation.IDENTITY;
        case "relu", "tanh", "sigmoid" -> Activation.valueOf(found.toUpperCase(Locale.ROOT));
        default -> throw unfit(name, found, "relu, tanh, sigmoid or linear");
      };
    }

    private static int number(JsonNode config, String key) {
      JsonNode value = config.path(key);
      if (!value.isInt() || value.asInt() < 1) {
        throw unfit(config.path("name").asText(), key + " " + value, "an integer of at least 1");
      }
      return value.asInt();
    }

    private static int first(JsonNode config, String key) {
      return config.path(key).isArray()
          ? config.path(key).path(0).asInt()
          : config.path(key).asInt();
    }

    private static void requireText(String name, JsonNode config, String key, String expected) {
      String found = config.path(key).asText();
      require(found.equals(expected), name, key + " " + found, expected);
    }

    private static void requireFlag(String name, JsonNode config, String key, boolean expected) {
      boolean found = config.path(key).asBoolean();
      require(found == expected, name, key + " " + found, String.valueOf(expected));
    }

    private static void require(boolean fits, String layer, String found, String expected) {
      if (!fits) {
        throw unfit(layer, found, expected);
      }
    }

    private static IllegalArgumentException unfit(String layer, String found, String expected) {
      return new IllegalArgumentException(
          "Keras layer '%s': %s found, %s expected".formatted(layer, found, expected));
    }

    private static IllegalArgumentException unknown(String layer, String type) {
      return unfit(
          layer,
          type,
          "one of Embedding, LSTM, GRU, SimpleRNN, Bidirectional, Conv1D, Conv2D, MaxPooling2D,"
              + " GlobalMaxPooling1D, GlobalAveragePooling1D, Dense, Dropout, Masking, Flatten");
    }
  }
}
