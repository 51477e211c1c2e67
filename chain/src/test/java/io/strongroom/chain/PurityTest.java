package io.strongroom.chain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;

/// What this module may touch: time, randomness, storage and the network come in as parameters or
/// not at all.
@AnalyzeClasses(
    packages = "io.strongroom.chain",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PurityTest {

  @ArchTest
  static final ArchRule dependsOnNothingButTheJdkAndItsLibraries =
      classes()
          .that()
          .resideOutsideOfPackage("io.strongroom.chain.custody..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.strongroom.chain..",
                  "java..",
                  "org.bouncycastle..",
                  "com.esaulpaugh.headlong.rlp..",
                  "org.jspecify.annotations.."));

  /// Only the package that answers custody's questions knows custody, and of it only the interface
  /// for chains and the values in it.
  @ArchTest
  static final ArchRule knowsCustodyOnlyThroughItsInterfaceForChains =
      classes()
          .that()
          .resideInAPackage("io.strongroom.chain.custody..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.strongroom.chain..",
                  "io.strongroom.custody.spi..",
                  "io.strongroom.custody.statement..",
                  "com.fasterxml.jackson.databind..",
                  "java..",
                  "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule opensNoSocketAndNoFile =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
                  .or(
                      describe(
                          "are java.io apart from what serialisation annotations need",
                          (JavaClass type) ->
                              resideInAPackage("java.io..")
                                      .and(not(named("java.io.Serial")))
                                      .test(type)
                                  && !type.getName().equals("java.io.Serializable"))));

  @ArchTest
  static final ArchRule readsNoClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat(named("java.time.Clock"));

  @ArchTest
  static final ArchRule startsNoThreadAndDrawsNoRandomness =
      noClasses()
          .should()
          .dependOnClassesThat(
              named(Thread.class.getName())
                  .or(named(SecureRandom.class.getName()))
                  .or(resideInAPackage("java.util.concurrent.."))
                  .or(resideInAPackage("java.util.random.."))
                  .or(named("java.util.Random"))
                  .or(named("java.security.Security")));

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> named(String name) {
    return describe("is " + name, type -> type.getName().equals(name));
  }
}
