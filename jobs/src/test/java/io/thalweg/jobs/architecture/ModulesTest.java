package io.thalweg.jobs.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.flink.metrics.MetricGroup;
import org.junit.jupiter.api.Test;

/** The module rule of the house: leaves that do not know each other, and one root. */
class ModulesTest {
  private static final JavaClasses THALWEG =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.thalweg");

  private static void check(ArchRule rule) {
    rule.check(THALWEG);
  }

  @Test
  void models_know_neither_flink_nor_kafka_nor_the_other_modules() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.thalweg.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.flink..",
                "org.apache.kafka..",
                "io.thalweg.connectors..",
                "io.thalweg.environments..",
                "io.thalweg.jobs.."));
  }

  @Test
  void connectors_know_neither_networks_nor_the_other_modules() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.thalweg.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.deeplearning4j..",
                "org.nd4j..",
                "io.thalweg.models..",
                "io.thalweg.environments..",
                "io.thalweg.jobs.."));
  }

  @Test
  void environments_know_nothing_but_the_jdk() {
    check(
        classes()
            .that()
            .resideInAPackage("io.thalweg.environments..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.thalweg.environments.."));
  }

  @Test
  void deserialisation_of_java_objects_happens_nowhere() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream"));
  }

  @Test
  void no_metric_is_registered_without_a_description() {
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.thalweg.jobs.metrics.DescribedMetric")
            .should()
            .callMethodWhere(
                target(nameMatching("counter|gauge|histogram|meter"))
                    .and(target(owner(assignableTo(MetricGroup.class))))));
  }
}
