package io.thalweg.jobs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MistakesTest {

  @ParameterizedTest
  @MethodSource("additions")
  void a_wrong_key_is_named_with_its_line_and_a_remedy(String addition, String message) {
    assertThat(mistakes(JobFileTest.MINIMAL + addition)).containsExactly("job.yaml:" + message);
  }

  static Stream<Arguments> additions() {
    return Stream.of(
        Arguments.of(
            "learning: {rate: fast}",
            "5: field 'learning.rate': found 'fast', expected a number above 0 and at most 10;"
                + " correct it or leave it out for 0.003"),
        Arguments.of(
            "learning:\n  batch: 0",
            "6: field 'learning.batch': found '0', expected an integer from 1 to 4096;"
                + " correct it or leave it out for 32"),
        Arguments.of(
            "learning: {rate: .nan}",
            "5: field 'learning.rate': found '.nan', expected a number above 0 and at most 10;"
                + " correct it or leave it out for 0.003"),
        Arguments.of(
            "learning: {clip-norm: -1}",
            "5: field 'learning.clip-norm': found '-1', expected a number from 0 and at most 1e6;"
                + " correct it or leave it out for 1"),
        Arguments.of(
            "learning: {seed: 9223372036854775808}",
            "5: field 'learning.seed': found '9223372036854775808', expected an integer of 64 bits;"
                + " correct it or leave it out for 1"),
        Arguments.of(
            "learning: {ratte: 1}",
            "5: field 'learning.ratte': found an unknown key, expected one of updater, rate, warm-up,"
                + " decay, floor, weight-decay, batch, updates, rehearsal, loss, steps, class-weights, clip-norm, seed; did you mean 'learning.rate'?"),
        Arguments.of(
            "learning: {clipNorm: 1}",
            "5: field 'learning.clipNorm': found an unknown key, expected one of updater, rate,"
                + " warm-up, decay, floor, weight-decay, batch, updates, rehearsal, loss, steps, class-weights, clip-norm, seed; did you mean 'learning.clip-norm'?"),
        Arguments.of(
            "hidden: 1",
            "5: field 'hidden': found an unknown key, expected one of name, input, features, label,"
                + " sequence, network, learning, serving, publish-every, evaluation-window, output,"
                + " delivery, checkpoint, parallelism, state, kafka;"
                + " did you mean 'network.hidden'?"),
        Arguments.of(
            "state: {colour: red}",
            "5: field 'state.colour': found an unknown key, expected one of time-to-live, max-keys;"
                + " remove it"),
        Arguments.of(
            "name: b",
            "5: field 'name': found it a second time, expected it once (line 1);"
                + " remove one of the two"),
        Arguments.of(
            "checkpoint: 10",
            "5: field 'checkpoint': found '10', expected a duration from 100ms to 1h;"
                + " write a whole number and a unit (ms, s, m, h, d), as in 250ms or 10s"),
        Arguments.of(
            "checkpoint: 2h",
            "5: field 'checkpoint': found '2h', expected a duration from 100ms to 1h;"
                + " write a whole number and a unit (ms, s, m, h, d), as in 250ms or 10s"),
        Arguments.of(
            "delivery: exactly once",
            "5: field 'delivery': found 'exactly once', expected at-least-once or exactly-once;"
                + " correct it or leave it out for at-least-once"),
        Arguments.of(
            "delivery: exactly-once\ncheckpoint: 10m",
            "6: field 'checkpoint': found '10m' with exactly-once, expected at most 5m;"
                + " choose a shorter interval: a transaction lasts from one checkpoint to the next"),
        Arguments.of(
            "network: lstm",
            "5: field 'network': found 'lstm', expected a section with type, hidden, filters, kernel,"
                + " bidirectional, pooling, layers, embedding, activation, dropout, start; write these keys under it, each on a line of its own and indented"),
        Arguments.of(
            "network: {type: transformer}",
            "5: field 'network.type': found 'transformer', expected lstm or simple-rnn or gru or feed-forward or cnn or cnn-1d or constant;"
                + " correct it or leave it out for lstm"),
        Arguments.of(
            "network: {dropout: 1}",
            "5: field 'network.dropout': found '1', expected a number from 0 and below 1;"
                + " correct it or leave it out for 0"),
        Arguments.of(
            "network: {hidden: [8, 0], type: feed-forward}",
            "5: field 'network.hidden[1]': found '0', expected an integer from 1 to 4096;"
                + " correct it or leave it out for 64"),
        Arguments.of(
            "network: {hidden: [], type: feed-forward}",
            "5: field 'network.hidden': found 0 layers, expected an integer from 1 to 4096 or a"
                + " list of up to 16; correct it or leave it out for 64"),
        Arguments.of(
            "network: {hidden: [8, 4]}",
            "5: field 'network.hidden': found a list of units, expected one number for all"
                + " recurrent layers; write one number, and how many layers in network.layers"),
        Arguments.of(
            "network: {hidden: [8, 4], layers: 2, type: feed-forward}",
            "5: field 'network.layers': found it beside a list in network.hidden, expected one of"
                + " the two; remove it: the list says how many layers there are"),
        Arguments.of(
            "network: {activation: tanh}",
            "5: field 'network.activation': found it with another type, expected it with"
                + " feed-forward only; remove it: recurrent cells have activations of their own,"
                + " convolutions ReLU"),
        Arguments.of(
            "network: {type: feed-forward}\nsequence: 2",
            "6: field 'sequence': found several events with feed-forward, expected 1; leave it out:"
                + " lstm, gru, simple-rnn and cnn-1d read sequences of events, and a text has"
                + " features.text.length"),
        Arguments.of(
            "network: {type: cnn}",
            "3: field 'features.image': found nothing, expected {field, height, width, channels};"
                + " say which field holds the image"),
        Arguments.of(
            "network: {filters: 8}",
            "5: field 'network.filters': found it with another type, expected it with cnn or cnn-1d"
                + " only; remove it"),
        Arguments.of(
            "network: {kernel: 3}",
            "5: field 'network.kernel': found it with another type, expected it with cnn-1d only;"
                + " remove it"),
        Arguments.of(
            "network: {type: cnn-1d, layers: 2}",
            "5: field 'network.layers': found it with cnn-1d, expected network.filters for"
                + " convolutions and network.hidden for dense layers; remove it"),
        Arguments.of(
            "network: {type: cnn-1d, pooling: max}",
            "5: field 'network.pooling': found it with another type, expected it with lstm, gru or"
                + " simple-rnn only; remove it"),
        Arguments.of(
            "network: {type: feed-forward, bidirectional: true}",
            "5: field 'network.bidirectional': found it with another type, expected it with lstm,"
                + " gru or simple-rnn only; remove it"),
        Arguments.of(
            "network: {pooling: average}",
            "5: field 'network.pooling': found 'average', expected last or max or mean; correct it"
                + " or leave it out for last"),
        Arguments.of(
            "network: {type: gru, bidirectional: true}\nlearning: {steps: all}",
            "6: field 'learning.steps': found 'all' with a network that does not answer at each event"
                + " of a sequence, expected it with lstm, gru or simple-rnn over events, in one"
                + " direction and pooling: last; leave it out, or change the network"),
        Arguments.of(
            "learning: {steps: all, class-weights: [1, 2]}",
            "5: field 'learning.class-weights': found it with learning.steps: all, expected it with"
                + " learning.steps: newest only; remove one of the two"),
        Arguments.of(
            "network: {start: none.zip}",
            "5: field 'network.start': found 'none.zip', but "
                + Path.of("none.zip").toAbsolutePath()
                + " cannot be read; check the name and the permissions"),
        Arguments.of(
            "network: {start: pom.xml}",
            "5: field 'network.start': found 'pom.xml', but no zip or a damaged one found (zip END"
                + " header not found), a network's zip or Keras's HDF5 file expected; name a file of the same network"
                + " and features, or make those of the job the same"),
        Arguments.of(
            "network: {start: '', hidden: 8}",
            "5: field 'network.start': found '', expected the path of a DL4J zip or a Keras HDF5 file; correct it or"
                + " leave it out"),
        Arguments.of(
            "network: {start: x.zip, type: constant}",
            "5: field 'network.start': found it with constant, expected it with a network that"
                + " learns; remove it"),
        Arguments.of(
            "network: {hidden: 4096, layers: 2}",
            "5: field 'network.hidden': found a network of 201383938 parameters, expected at most"
                + " 20000000; choose fewer units, layers, or sizes of categorical features"),
        Arguments.of(
            "learning: {batch: 4096}\nsequence: 4096",
            "5: field 'learning.batch': found 16777216 values in a batch (examples, at least 32, ×"
                + " sequence × inputs), expected at most 10000000; learn from smaller batches,"
                + " shorter sequences or fewer features"),
        Arguments.of(
            "learning: {loss: huber}",
            "5: field 'learning.loss': found it with 2 classes, expected cross-entropy for classes,"
                + " binary-cross-entropy or mse for two, mse or huber for numbers; choose one of these"),
        Arguments.of(
            "learning: {loss: mse, class-weights: [1, 2]}",
            "5: field 'learning.class-weights': found it with another loss, expected it with"
                + " cross-entropy only; remove it"),
        Arguments.of(
            "learning: {class-weights: [1]}",
            "5: field 'learning.class-weights': found 1 weights, expected as many as label.classes"
                + " has, 2; give one for each class, in their order"),
        Arguments.of(
            "learning: {batch: 256}\nsequence: 1000\nnetwork: {hidden: 256}",
            "5: field 'learning.batch': found about 1312768000 activations in a batch (examples, at"
                + " least 32, × sequence × what layers keep), expected at most 100000000; learn"
                + " from smaller batches or shorter sequences, or choose fewer units"),
        Arguments.of(
            "learning: {batch: 1}\nsequence: 4096",
            "5: field 'learning.batch': found about 168820736 activations in a batch (examples, at"
                + " least 32, × sequence × what layers keep), expected at most 100000000; learn"
                + " from smaller batches or shorter sequences, or choose fewer units"),
        Arguments.of(
            "learning: {rehearsal: 1000000}\nsequence: 4096",
            "5: field 'learning.rehearsal': found 8192000000 remembered values (examples × sequence"
                + " × features), expected at most 100000000; remember fewer examples"),
        Arguments.of(
            "sequence: [1]",
            "5: field 'sequence': found a list, expected an integer from 1 to 4096;"
                + " correct it or leave it out for 24"),
        Arguments.of(
            "sequence:",
            "5: field 'sequence': found nothing, expected an integer from 1 to 4096;"
                + " correct it or leave it out for 24"),
        Arguments.of(
            "output: {model: t}",
            "5: field 'output.model': found 't', the topic of input.topic too, expected a topic of"
                + " its own (dots and underscores count as equal); choose another name"),
        Arguments.of(
            "output: {late: a_metrics}",
            "5: field 'output.late': found 'a_metrics', the topic of output.metrics too, expected"
                + " a topic of its own (dots and underscores count as equal); choose another name"),
        Arguments.of(
            "output: {model: 'no spaces'}",
            "5: field 'output.model': found 'no spaces', expected a topic's name: at most 249"
                + " letters, digits, dots, dashes and underscores; correct it or leave it out"),
        Arguments.of(
            "kafka: [a]",
            "5: field 'kafka': found a list, expected properties of Kafka clients;"
                + " write one 'name: value' per line under it"),
        Arguments.of(
            "kafka: {group.id: g}",
            "5: field 'kafka.group.id': found a property that the job sets itself, expected one"
                + " that it leaves open; remove it"),
        Arguments.of(
            "kafka:\n  ssl: {truststore: x}",
            "6: field 'kafka.ssl': found a mapping, expected a text; write the whole property name"
                + " with its dots, as in 'ssl.truststore.location: /path'"),
        Arguments.of(
            "kafka: {ssl.key.password: '${vault:x}'}",
            "5: field 'kafka.ssl.key.password': found an unknown placeholder, expected ${env:NAME}"
                + " or ${file:/absolute/path}; write one of these, or the value itself"),
        Arguments.of(
            "kafka: {linger.ms: 1, linger.ms: 2}",
            "5: field 'kafka.linger.ms': found it twice, expected each property once; remove one"),
        Arguments.of(
            "? [a]\n: 1",
            "5: field '?': found a list as a key, expected a name; see docs/job-file.md"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_wrong_file_is_refused_with_all_its_mistakes(String text, List<String> messages) {
    assertThat(mistakes(text))
        .containsExactlyElementsOf(messages.stream().map(m -> "job.yaml:" + m).toList());
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of(
            "",
            List.of(
                "1: found an empty file, expected 'key: value' lines; the shortest job file is in"
                    + " docs/job-file.md")),
        Arguments.of(
            "- a",
            List.of(
                "1: found a list, expected 'key: value' lines; the shortest job file is in"
                    + " docs/job-file.md")),
        Arguments.of(
            "name: a\n\tinput: b",
            List.of(
                "2: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use"
                    + " \\t(TAB) for indentation); look for a tab, a missing space or a missing quote here or just above")),
        Arguments.of(
            "name: a\nfeatures: {previous-label: true}\n",
            List.of(
                "1: field 'input.topic': found nothing, expected a topic's name: at most 249 letters,"
                    + " digits, dots, dashes and underscores; add it",
                "1: field 'input.event-time': found nothing, expected a field's name; add it",
                "1: field 'label.field': found nothing, expected a field's name; add it",
                "1: field 'label.classes': found nothing, expected a list of 2 to 1000 classes;"
                    + " add it, or label.type: number if it is one")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at}
            features: {numeric: [x]}
            label: {field: y, type: number, classes: [no, yes]}
            learning: {loss: cross-entropy}
            """,
            List.of(
                "4: field 'label.classes': found it with numbers, expected it with classes only;"
                    + " remove it",
                "5: field 'learning.loss': found it with numbers, expected cross-entropy for"
                    + " classes, binary-cross-entropy or mse for two, mse or huber for numbers;"
                    + " choose one of these")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at}
            label: {field: y, classes: [no]}
            """,
            List.of(
                "1: field 'features.numeric': found nothing, expected a list of 0 to 10000 fields;"
                    + " name at least one feature: a network needs an input",
                "3: field 'label.classes': found 1 classes, expected a list of 2 to 1000 classes;"
                    + " correct it")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at, id: n}
            features:
              numeric: [x, at, x]
              categorical: [y, {name: n, encoding: onehot}, {size: 3}]
            label: {field: y, classes: [no, yes, no]}
            """,
            List.of(
                "4: field 'features.numeric[2]': found 'x', expected each of the fields once;"
                    + " remove the second",
                "5: field 'features.categorical[1].encoding': found 'onehot', expected one-hot or"
                    + " hashed; correct it or leave it out for one-hot",
                "5: field 'features.categorical[2].name': found nothing, expected a field's name;"
                    + " add it",
                "6: field 'label.classes[2]': found 'no', expected each of the classes once;"
                    + " remove the second")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at}
            features:
              numeric: [x, at]
              categorical: [y, x]
            label: {field: y, classes: [no, yes], wait: 1h}
            """,
            List.of(
                "4: field 'features.numeric': found 'at', which is also in input.event-time, expected"
                    + " fields with one role each; take it out of one of the two",
                "5: field 'features.categorical': found 'y', which is also in label.field, expected"
                    + " fields with one role each; take it out of one of the two",
                "5: field 'features.categorical': found 'x', which is also in features.numeric,"
                    + " expected fields with one role each; take it out of one of the two",
                "6: field 'label.wait': found it without label.topic, expected it only where labels"
                    + " have a topic of their own; add label.topic or remove it")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at, format: csv}
            features: {numeric: [x]}
            label:
              field: y
              classes: [no, yes]
              topic: t
              columns: [z, at]
            """,
            List.of(
                "2: field 'input.columns': found nothing, expected a list of 1 to 10000 columns;"
                    + " name the columns of the CSV in their order",
                "4: field 'label.id': found nothing, expected a field's name; name the field of a"
                    + " label that holds its event's id",
                "5: field 'label.field': found 'y', expected one of label.columns; add the column or"
                    + " correct the name",
                "7: field 'label.topic': found 't', the topic of input.topic too, expected a topic of"
                    + " its own (dots and underscores count as equal); choose another name")),
        Arguments.of(
            """
            name: a
            input: {topic: t, event-time: at, columns: [at]}
            features: {numeric: [x]}
            label: {field: y, classes: [no, yes]}
            """,
            List.of(
                "2: field 'input.columns': found columns with JSON, expected them with csv only;"
                    + " remove them")));
  }

  @Test
  void a_file_of_references_to_references_is_no_danger() {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c <= 'k'; c++) {
      char before = (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + before + ", ").repeat(10)).append("]\n");
    }
    bomb.append("label: {classes: *k}\n");

    assertThat(mistakes(bomb.toString())).hasSizeLessThan(40);
  }

  @Test
  void a_list_that_holds_itself_is_no_danger() {
    assertThat(mistakes("label: &l {classes: [*l, *l], field: *l}")).isNotEmpty();
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(
            InvalidJobFileException.class, () -> JobFile.parseSequence("job.yaml", text))
        .mistakes();
  }
}
