package io.strongroom.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows of this room.
@AnalyzeClasses(
    packages = "io.strongroom.platform",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PlatformArchitectureTest {

  @ArchTest
  static final ArchRule platform_dependsOnCustodyProtoAndLibrariesOnly =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.strongroom.threshold..",
              "io.strongroom.chain..",
              "io.strongroom.node..",
              "io.strongroom.coordinator..",
              "io.strongroom.cli..",
              "io.strongroom.testkit..");

  /// What the command line uses must not pull in a server or a database.
  @ArchTest
  static final ArchRule clientPackages_knowNoFrameworkAndNoDatabase =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..platform.seal..",
              "..platform.identity..",
              "..platform.tls..",
              "..platform.grpc..",
              "..platform.files..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.micronaut..",
              "java.sql..",
              "javax.sql..",
              "org.h2..",
              "..platform.store..",
              "..platform.server..");

  /// JDBC types stay behind the store's interfaces.
  @ArchTest
  static final ArchRule sql_staysInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages("..platform.store..", "..platform.process..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule repositories_areNobodysBusiness =
      classes().that().haveSimpleNameEndingWith("Repository").should().notBePublic();

  @ArchTest
  static final ArchRule nobody_writesToTheTerminalDirectly =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
