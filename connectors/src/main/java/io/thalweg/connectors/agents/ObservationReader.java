package io.thalweg.connectors.agents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.thalweg.connectors.agents.Observation.Taken;
import io.thalweg.connectors.events.RawRecord;
import java.io.IOException;
import java.io.Serializable;

/**
 * Reads observations in JSON:
 *
 * <pre>{@code
 * {"environment":"cartpole-3","episode":7,"step":1,"time":831391200000,
 *  "observation":[0.01,0.17,0.03,-0.24],"reward":1.0,"terminated":false,"truncated":false,
 *  "action":1,"probability":0.95,"policy_version":12}
 * }</pre>
 *
 * <p>At step 0 there is no reward and no action before it; probability and version are null, or
 * absent, where nobody knows them; other fields are skipped. What it says depends on nothing but
 * the record: any bytes are an observation or {@link Heard.Unfit} with a reason, and nothing is
 * allocated for what is too large. Thread-safe; travels as its spaces.
 */
public final class ObservationReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final AgentSpaces spaces;
  private final transient JsonFactory factory;

  public ObservationReader(AgentSpaces spaces) {
    this.spaces = spaces;
    factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(100)
                    .maxNameLength(256)
                    .maxStringLength(ObservationFields.LONGEST_NAME + 1)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // So that NaN is refused with the name of its field.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
  }

  /** Never throws on account of what the record holds. */
  public Heard read(RawRecord raw) {
    try {
      return observation(raw);
    } catch (UnfitException unfit) {
      return new Heard.Unfit(raw, unfit.getMessage());
    } catch (JsonProcessingException e) {
      return new Heard.Unfit(raw, "record value: not valid JSON: " + firstLine(e));
    } catch (IOException e) {
      return new Heard.Unfit(raw, "record value: not readable");
    }
  }

  private static String firstLine(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    String line = message.lines().findFirst().orElse("");
    return line.substring(0, Math.min(200, line.length()));
  }

  private Observation observation(RawRecord raw) throws IOException, UnfitException {
    byte[] value = raw.value();
    if (value == null) {
      throw new UnfitException("record value: null (a tombstone) found, an observation expected");
    }
    if (value.length > spaces.recordBytes()) {
      throw new UnfitException(
          "record value: %d bytes found, at most %d expected"
              .formatted(value.length, spaces.recordBytes()));
    }
    ObservationFields fields = new ObservationFields(spaces, raw.timestamp());
    try (JsonParser parser = factory.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new UnfitException("record value: a JSON object expected");
      }
      fields.read(parser);
      if (parser.nextToken() != null) {
        throw new UnfitException("record value: more found after the object, one expected");
      }
    }
    fields.check();
    Taken taken =
        fields.step == 0
            ? null
            : new Taken(fields.action, fields.probability, fields.policyVersion);
    return new Observation(
        fields.environment,
        fields.episode,
        fields.step,
        fields.time,
        fields.values,
        fields.step == 0 ? 0 : fields.reward,
        fields.terminated,
        fields.truncated,
        taken,
        raw);
  }

  private Object readResolve() {
    return new ObservationReader(spaces);
  }
}
