package io.strongroom.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Which arrows leave this module.
@AnalyzeClasses(packages = "io.strongroom.cli", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule theServersAreProcessesOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.strongroom.node..", "io.strongroom.coordinator..");

  @ArchTest
  static final ArchRule onlyTheRoomsOfThePlatformThatAClientNeeds =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.strongroom.platform.store..",
              "io.strongroom.platform.server..",
              "io.strongroom.platform.health..",
              "io.strongroom.threshold..",
              "io.micronaut..",
              "java.sql..");

  @ArchTest
  static final ArchRule onlyMainEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule secretsAreNoRecords =
      classes().that().haveSimpleNameEndingWith("Keys").should().notBeAssignableTo(Record.class);
}
