package io.thalweg.jobs.agent;

import io.thalweg.connectors.agents.AgentProgress;
import io.thalweg.connectors.agents.AgentProgressJson;
import io.thalweg.connectors.agents.AgentSpaces;
import io.thalweg.connectors.agents.Decision;
import io.thalweg.connectors.agents.DecisionJson;
import io.thalweg.connectors.agents.Heard;
import io.thalweg.connectors.agents.LogEntry;
import io.thalweg.connectors.agents.LogJson;
import io.thalweg.connectors.agents.ObservationReader;
import io.thalweg.connectors.agents.RewardJson;
import io.thalweg.connectors.events.RawRecord;
import io.thalweg.connectors.kafka.Consumed;
import io.thalweg.jobs.stream.KafkaRecords;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records of an agent job's topics, as docs/records.md describes them. */
final class AgentRecords {
  private AgentRecords() {}

  /** By environment, so that an environment's answers stay in order. */
  static KafkaRecordSerializationSchema<Decision> decisions(String topic) {
    DecisionJson json = new DecisionJson();
    return (decision, context, timestamp) ->
        new ProducerRecord<>(topic, KafkaRecords.key(decision.environment()), json.write(decision));
  }

  static KafkaRecordSerializationSchema<LogEntry> log(String topic) {
    LogJson json = new LogJson();
    return (entry, context, timestamp) ->
        new ProducerRecord<>(topic, KafkaRecords.key(entry.environment()), json.write(entry));
  }

  static KafkaRecordSerializationSchema<AgentProgress> progress(String topic) {
    AgentProgressJson json = new AgentProgressJson();
    return (progress, context, timestamp) ->
        new ProducerRecord<>(topic, KafkaRecords.key(progress.agent()), json.write(progress));
  }

  /** What environments say, fit or not. */
  static final class Observations implements KafkaRecordDeserializationSchema<Heard> {
    private static final long serialVersionUID = 1L;

    private final AgentSpaces spaces;
    private transient ObservationReader reader;

    Observations(AgentSpaces spaces) {
      this.spaces = spaces;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      reader = new ObservationReader(spaces);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Heard> out) {
      out.collect(reader.read(Consumed.raw(record)));
    }

    @Override
    public TypeInformation<Heard> getProducedType() {
      return AgentElement.HEARD.information(Heard.class);
    }
  }

  /** What actions were worth, fit or not. */
  static final class Rewards implements KafkaRecordDeserializationSchema<Heard> {
    private static final long serialVersionUID = 1L;

    private final long maxAhead;

    Rewards(long maxAhead) {
      this.maxAhead = maxAhead;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Heard> out) {
      out.collect(RewardJson.read(Consumed.raw(record), maxAhead));
    }

    @Override
    public TypeInformation<Heard> getProducedType() {
      return AgentElement.HEARD.information(Heard.class);
    }
  }

  /** The log of transitions, each fit or not. */
  static final class Transitions implements KafkaRecordDeserializationSchema<Logged> {
    private static final long serialVersionUID = 1L;

    private final AgentSpaces spaces;

    Transitions(AgentSpaces spaces) {
      this.spaces = spaces;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Logged> out) {
      out.collect(read(Consumed.raw(record)));
    }

    private Logged read(RawRecord raw) {
      try {
        return new Logged.Fit(LogJson.read(spaces, raw.value()), raw);
      } catch (IllegalArgumentException unfit) {
        return new Logged.Unfit(raw, unfit.getMessage());
      }
    }

    @Override
    public TypeInformation<Logged> getProducedType() {
      return AgentElement.LOGGED.information(Logged.class);
    }
  }
}
