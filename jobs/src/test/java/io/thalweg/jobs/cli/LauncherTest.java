package io.thalweg.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a house of its own, with a Java and a Maven that only say what they were told.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "thalweg");

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path home;
  private Path tools;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void build_a_house() throws IOException {
    home = Files.createDirectories(folder.resolve("a house"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(LAUNCHER, home.resolve("thalweg"));
    executable(home.resolve("thalweg"));
    for (String module : new String[] {"environments", "models", "connectors", "jobs"}) {
      Path sources = Files.createDirectories(home.resolve(module).resolve("src/main/java"));
      Files.writeString(sources.resolve("A.java"), "class A {}");
      Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    java("17.0.9");
    maven("3.9.9");
    script("javac", "exit 0");
  }

  @Test
  void builds_once_and_passes_arguments_on() throws Exception {
    Outcome first = launch("run", "my job.yaml");
    Outcome second = launch("validate");

    assertThat(first.err()).contains("first build");
    assertThat(first.code()).isEqualTo(7);
    assertThat(first.out()).contains("[io.thalweg.jobs.cli.Thalweg][run][my job.yaml]");
    assertThat(first.out()).contains("thalweg-jobs-1.jar:/libraries/a.jar");
    assertThat(second.err()).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
  }

  @Test
  void two_terminals_build_once_and_both_find_it_built() throws Exception {
    var pool = Executors.newFixedThreadPool(2);
    try {
      var both = pool.invokeAll(List.<Callable<Outcome>>of(() -> launch("a"), () -> launch("b")));
      for (var outcome : both) {
        assertThat(outcome.get().code()).as(outcome.get().err()).isEqualTo(7);
      }
    } finally {
      pool.shutdown();
    }
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
    assertThat(home.resolve(".thalweg/building")).doesNotExist();
  }

  @Test
  void lock_of_a_build_that_was_killed_holds_up_nobody() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(home.resolve(".thalweg"));
    Files.createSymbolicLink(home.resolve(".thalweg/building"), Path.of(Long.toString(dead.pid())));

    assertThat(launch().code()).isEqualTo(7);
  }

  @Test
  void builds_again_what_has_changed() throws Exception {
    launch();
    Path source = home.resolve("connectors/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));

    Outcome outcome = launch();

    assertThat(outcome.err()).contains("building what has changed");
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(2);
  }

  @Test
  void classes_are_archived_with_the_build_and_taken_from_there() throws Exception {
    java("17.0.9", "case \"$*\" in *-XX:ArchiveClassesAtExit=*) touch \"$scrap\"; exit 0;; esac\n");

    launch();
    Outcome second = launch("validate");

    Path archive = home.resolve(".thalweg/classes.jsa");
    assertThat(archive).exists();
    assertThat(second.out()).contains("[-XX:SharedArchiveFile=" + archive + "]", "[validate]");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void a_java_that_archives_no_classes_is_not_asked_to_take_them_from_there() throws Exception {
    launch();

    assertThat(launch().out()).doesNotContain("SharedArchiveFile");
    assertThat(home.resolve(".thalweg")).isDirectoryNotContaining("glob:**archive.*");
  }

  @Test
  void a_build_by_hand_leaves_the_jars_in_use_alone() throws Exception {
    launch();
    Files.delete(home.resolve("jobs/target/thalweg-jobs-1.jar"));

    assertThat(launch().out()).contains(home + "/.thalweg/lib/thalweg-jobs-1.jar:");
    assertThat(home.resolve(".thalweg/lib/thalweg-jobs-1.jar")).exists();
  }

  @Test
  void a_profile_is_built_beside_what_is_there_and_networks_run_on_its_backend() throws Exception {
    launch("devices");
    environment.put("THALWEG_PROFILE", "cuda,cuda-libraries");
    Outcome first = launch("devices");
    Outcome second = launch("devices");
    environment.clear();
    Outcome without = launch("devices");

    assertThat(Files.readAllLines(folder.resolve("builds")))
        .hasSize(2)
        .last(STRING)
        .contains(" -P cuda,cuda-libraries ");
    assertThat(first.out())
        .contains(
            "[-Dthalweg.network=dl4j]", "/.thalweg/lib-cuda-cuda-libraries/thalweg-jobs-1.jar");
    assertThat(second.err()).isEmpty();
    assertThat(without.err()).isEmpty();
    assertThat(without.out()).doesNotContain("thalweg.network", "lib-cuda");
  }

  @Test
  void jars_of_ones_own_are_behind_thalwegs() throws Exception {
    Path jar = Files.createFile(folder.resolve("my worlds.jar"));
    environment.put("THALWEG_CLASSPATH", jar + ":" + folder);
    assertThat(launch("train", "corridor").out())
        .contains("thalweg-jobs-1.jar:/libraries/a.jar:" + jar + ":" + folder + "]")
        .contains("[train][corridor]");

    environment.put("THALWEG_CLASSPATH", jar + ":nowhere.jar");
    Outcome missing = launch("train", "corridor");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .contains("THALWEG_CLASSPATH: found nowhere.jar, which does not exist");
  }

  @Test
  void native_mathematics_gets_one_thread_and_the_start_is_known() throws Exception {
    assertThat(launch().out())
        .contains("threads=1/1")
        .containsPattern("started=1[0-9]{12}\n")
        .contains("[--add-opens=java.base/java.util=ALL-UNNAMED]");
  }

  @Test
  void works_through_a_link_from_another_folder() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, home.resolve("thalweg"));

    assertThat(start(link).out()).contains("home=" + home.toRealPath());
  }

  @Test
  void an_old_java_is_refused_with_the_remedy() throws Exception {
    java("11.0.2");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("found Java 11", "expected 17 or newer", "openjdk-17");
  }

  @Test
  void an_old_maven_is_refused_with_the_remedy() throws Exception {
    maven("3.6.3");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("found Maven 3.6.3, expected 3.8.6 or newer");
  }

  @Test
  void a_failed_build_shows_its_errors_and_is_tried_again() throws Exception {
    script("mvn", version("3.9.9") + "echo '[ERROR] A.java:[1,1] no'; exit 1");
    Outcome failed = launch();
    maven("3.9.9");
    Outcome repaired = launch();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("[ERROR] A.java:[1,1] no", "build.log");
    assertThat(repaired.code()).isEqualTo(7);
  }

  private void java(String version) throws IOException {
    java(version, "");
  }

  private void java(String version, String archiving) throws IOException {
    script(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\"' >&2; exit 0; fi\n"
            + "for a; do case \"$a\" in -XX:Arch*) scrap=\"${a#*=}\";; esac; done\n"
            + archiving
            + "printf '[%s]' \"$@\"; echo\n"
            + "echo \"threads=$OMP_NUM_THREADS/$OPENBLAS_NUM_THREADS\"\n"
            + "echo \"started=$THALWEG_STARTED\"\necho \"home=$THALWEG_HOME\"\nexit 7");
  }

  private void maven(String version) throws IOException {
    script(
        "mvn",
        version(version)
            + "echo \"$*\" >> '"
            + folder.resolve("builds")
            + "'\nmkdir -p jobs/target\ntouch jobs/target/thalweg-jobs-1.jar\n"
            + "printf /libraries/a.jar > jobs/target/class-path");
  }

  private static String version(String version) {
    return "if [ \"$1\" = -v ]; then echo 'Apache Maven " + version + " (x)'; exit 0; fi\n";
  }

  private void script(String name, String body) throws IOException {
    Path file = tools.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome launch(String... arguments) throws Exception {
    return start(home.resolve("thalweg"), arguments);
  }

  private Outcome start(Path launcher, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = launcher.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("THALWEG_PROFILE");
    builder.environment().remove("THALWEG_CLASSPATH");
    builder.environment().putAll(environment);
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Outcome(
        process.waitFor(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
