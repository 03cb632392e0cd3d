package io.thalweg.models.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerasModelTest {
  private static final String GRU =
      "{'class_name':'GRU','config':{'name':'gru','units':4,'activation':'tanh',"
          + "'recurrent_activation':'sigmoid','use_bias':true,'reset_after':true,"
          + "'return_sequences':false,'go_backwards':false,'stateful':false}}";
  private static final String MODEL =
      "{'class_name':'Sequential','config':{'name':'m','layers':["
          + "{'class_name':'InputLayer','config':{'name':'in','batch_shape':[null,5,3]}},"
          + GRU
          + ",{'class_name':'Dropout','config':{'name':'drop','rate':0.5}},"
          + "{'class_name':'Dense','config':{'name':'out','units':2,'activation':'softmax',"
          + "'use_bias':true}}]}}";

  private static KerasModel model(String json) {
    return KerasModel.of(json.replace('\'', '"'));
  }

  @Test
  void a_sequential_model_becomes_an_outline() {
    KerasModel model = model(MODEL);

    assertThat(model.outline().shapes()).containsExactly("gru 3 → 4, last step", "softmax 4 → 2");
    assertThat(model.weighted()).containsExactly("gru", "out");
  }

  @Test
  void keras_1_has_its_layers_in_place_of_a_configuration() {
    String old = MODEL.replace("{'name':'m','layers':[", "[").replace("}}]}}", "}}]}");

    assertThat(model(old).outline()).isEqualTo(model(MODEL).outline());
  }

  /** What a plan would compute otherwise, or not at all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'reset_after':true | 'reset_after':false | layer 'gru': reset_after false found, true expected",
        "'go_backwards':false | 'go_backwards':true | layer 'gru': go_backwards true found",
        "'recurrent_activation':'sigmoid' | 'recurrent_activation':'hard_sigmoid' | hard_sigmoid found, sigmoid expected",
        "'activation':'softmax' | 'activation':'softplus' | layer 'out': softplus found, softmax, sigmoid or linear",
        "'units':2 | 'units':-2 | layer 'out': units -2 found, an integer of at least 1 expected",
        "'class_name':'Dropout' | 'class_name':'LayerNormalization' | layer 'drop': LayerNormalization found, one of",
        "'class_name':'Sequential' | 'class_name':'Functional' | Functional found, Sequential expected",
        "'class_name':'Dense' | 'class_name':'Flatten' | no Dense layer at its end found",
      })
  void what_no_plan_computes_is_refused_with_its_layer(String from, String to, String message) {
    assertThatThrownBy(() -> model(MODEL.replace(from, to)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_configuration_that_is_not_json_is_refused() {
    assertThatThrownBy(() -> KerasModel.of("{"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not JSON");
  }
}
