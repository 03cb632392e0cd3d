package io.thalweg.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.thalweg.jobs.file.Job;
import io.thalweg.jobs.file.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No cluster is needed: what is wrong with a manifest is found in the operator's own classes. */
class KubernetesTest {
  private static final Path FOLDER = Path.of("kubernetes");

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.getFileName().toString().equals("kustomization.yaml"))
          .filter(file -> !file.getFileName().toString().equals("references.yaml"))
          .filter(file -> !file.getParent().endsWith("jobs"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_manifest_and_patch_has_known_fields_only(Path file) throws IOException {
    List<ObjectNode> documents = Manifests.documents(Files.readString(file));

    assertThat(documents).isNotEmpty().allSatisfy(d -> assertThat(Manifests.read(d)).isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    "/spec, flinkConfig",
    "/spec/job, upgrade",
    "/spec/podTemplate/spec, volume",
    "/spec/podTemplate/spec/containers/0/securityContext, readOnlyRoot"
  })
  void an_unknown_field_is_an_error_wherever_it_is(String place, String name) throws IOException {
    ObjectNode manifest = base("sequence");
    ((ObjectNode) manifest.at(place)).put(name, "x");

    assertThatThrownBy(() -> Manifests.read(manifest)).hasMessageContaining("\"" + name + "\"");
  }

  @ParameterizedTest
  @CsvSource({"sequence, -learner", "agent, -log"})
  void the_learner_is_what_the_autoscaler_leaves_alone(String name, String uid) throws IOException {
    Job job = JobFile.read(FOLDER.resolve("base/jobs/" + name + ".yaml"));

    assertThat(read(base(name)).getSpec().getFlinkConfiguration())
        .containsEntry("job.autoscaler.vertex.exclude.ids", vertex(job.name() + uid));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sequence", "agent"})
  void a_job_is_upgraded_by_savepoint_and_its_containers_may_do_little(String name)
      throws IOException {
    FlinkDeployment deployment = read(base(name));
    List<Container> containers =
        new ArrayList<>(deployment.getSpec().getPodTemplate().getSpec().getContainers());
    containers.addAll(
        deployment.getSpec().getJobManager().getPodTemplate().getSpec().getInitContainers());

    assertThat(deployment.getSpec().getJob().getUpgradeMode()).isEqualTo(UpgradeMode.SAVEPOINT);
    assertThat(deployment.getSpec().getPodTemplate().getSpec().getSecurityContext())
        .matches(context -> context.getRunAsNonRoot() && context.getRunAsUser() == 9999);
    assertThat(containers)
        .extracting(Container::getSecurityContext)
        .allMatch(context -> context.getReadOnlyRootFilesystem())
        .allMatch(context -> !context.getAllowPrivilegeEscalation())
        .allMatch(context -> context.getCapabilities().getDrop().equals(List.of("ALL")));
  }

  @ParameterizedTest
  @CsvSource({"small, 1", "high-availability, 2", "gpu, 1"})
  void an_overlay_gives_two_jobs_and_all_that_they_refer_to(String overlay, int jobManagers)
      throws Exception {
    List<Object> objects = new ArrayList<>();
    for (ObjectNode document :
        Manifests.documents(rendered(FOLDER.resolve("overlays/" + overlay)))) {
      objects.add(Manifests.read(document));
    }
    List<FlinkDeployment> jobs = only(FlinkDeployment.class, objects);

    assertThat(objects).hasSize(6);
    assertThat(jobs).hasSize(2);
    assertThat(jobs).allMatch(job -> job.getSpec().getJobManager().getReplicas() == jobManagers);
    assertThat(jobs)
        .allMatch(
            job ->
                job.getSpec()
                    .getImage()
                    .equals("thalweg:latest" + (overlay.equals("gpu") ? "-cuda" : "")));
    assertThat(only(io.fabric8.kubernetes.api.model.ConfigMap.class, objects))
        .extracting(map -> map.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(jobs.stream().map(KubernetesTest::jobFile).toList());
  }

  @Test
  void gpus_are_asked_for_by_their_name() throws IOException {
    ObjectNode patch =
        Manifests.documents(Files.readString(FOLDER.resolve("overlays/gpu/flink.yaml"))).get(0);

    assertThat(read(patch).getSpec().getFlinkConfiguration())
        .containsEntry("external-resource.gpu.kubernetes.config-key", "nvidia.com/gpu")
        .containsEntry("external-resource.gpu.amount", "1");
  }

  /** The id that Flink gives to the vertex whose first operator has this uid. */
  private static String vertex(String uid) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(1);
    env.fromSequence(0, 1).uid(uid).sinkTo(new DiscardingSink<>());
    return env.getStreamGraph().getJobGraph().getVertices().iterator().next().getID().toString();
  }

  private static String jobFile(FlinkDeployment job) {
    return job.getSpec().getPodTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("jobs"))
        .map(volume -> volume.getConfigMap().getName())
        .findFirst()
        .orElseThrow();
  }

  private static <T> List<T> only(Class<T> type, List<Object> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static ObjectNode base(String name) throws IOException {
    return Manifests.documents(Files.readString(FOLDER.resolve("base/" + name + ".yaml"))).get(0);
  }

  private static FlinkDeployment read(ObjectNode document) {
    return (FlinkDeployment) Manifests.read(document);
  }

  /** What Kustomize makes of an overlay; skipped where there is none. */
  private static String rendered(Path overlay) throws Exception {
    for (List<String> command :
        List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))) {
      if (Commands.found(command.get(0))) {
        return Commands.run(
            Stream.concat(command.stream(), Stream.of(overlay.toString())).toList());
      }
    }
    assumeTrue(false, "neither kustomize nor kubectl is installed: overlays are not put together");
    return "";
  }
}
