package io.strongroom.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The coordinator's arrows.
@AnalyzeClasses(packages = "io.strongroom.coordinator", importOptions = DoNotIncludeTests.class)
final class CoordinatorArchitectureTest {

  @ArchTest
  static final ArchRule IT_CANNOT_TOUCH_A_SHARE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.strongroom.threshold..", "io.strongroom.node..", "io.strongroom.cli..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.strongroom.coordinator.(*)..").should().beFreeOfCycles();
}
