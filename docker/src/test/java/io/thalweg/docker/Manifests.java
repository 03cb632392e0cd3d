package io.thalweg.docker;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/**
 * Reads manifests into the classes of the operator and of Kubernetes, more strictly than they are
 * meant to be read: a field that they do not know is an error, wherever it is.
 */
final class Manifests {
  /**
   * The newest API of the operator that Maven serves knows no Flink 2; operators that serve it do.
   */
  private static final String NEWEST_KNOWN = "v1_20";

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "FlinkDeployment", FlinkDeployment.class,
          "ConfigMap", ConfigMap.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "Deployment", Deployment.class);

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(new NothingIgnored());

  private Manifests() {}

  /** The documents of a text, apart from empty ones. */
  static List<ObjectNode> documents(String yaml) throws IOException {
    try (var values =
        new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return values.readAll().stream()
          .filter(JsonNode::isObject)
          .map(ObjectNode.class::cast)
          .toList();
    }
  }

  /**
   * Reads one document.
   *
   * @throws IllegalArgumentException if it has a field that its kind does not have
   */
  static Object read(ObjectNode document) {
    String kind = document.path("kind").asText();
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "kind '%s' found, one of %s expected".formatted(kind, KINDS.keySet()));
    }
    ObjectNode known = document.deepCopy();
    if (known.path("spec") instanceof ObjectNode spec && spec.has("flinkVersion")) {
      spec.put("flinkVersion", NEWEST_KNOWN);
    }
    return STRICT.convertValue(known, type);
  }

  /** The classes ignore what they do not know, or keep it in a map; here neither. */
  private static final class NothingIgnored extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonIgnoreProperties.Value findPropertyIgnoralByName(
        MapperConfig<?> config, Annotated annotated) {
      return JsonIgnoreProperties.Value.empty();
    }

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
