package io.strongroom.custody;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.security.SecureRandom;
import java.util.Set;

/// What this module may touch: time, randomness, storage and the network come in as parameters or
/// not at all.
@AnalyzeClasses(
    packages = "io.strongroom.custody",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PurityTest {

  @ArchTest
  static final ArchRule dependsOnNothingButTheJdkAndItsLibraries =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "io.strongroom.custody..",
                  "java..",
                  "org.bouncycastle..",
                  "com.fasterxml.jackson.core..",
                  "com.fasterxml.jackson.databind..",
                  "org.erdtman.jcs..",
                  "org.pcollections..",
                  "org.jspecify.annotations.."));

  @ArchTest
  static final ArchRule statementsKnowNothingElseOfCustody =
      noClasses()
          .that()
          .resideInAPackage("..custody.statement..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.strongroom.custody..")
                  .and(DescribedPredicate.not(resideInAPackage("..custody.statement.."))));

  @ArchTest
  static final ArchRule logAndSpiKnowOnlyStatements =
      noClasses()
          .that()
          .resideInAnyPackage("..custody.log..", "..custody.spi..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..custody.policy..", "..custody.state..", "..custody.gate..", "..custody.replay..");

  @ArchTest
  static final ArchRule opensNoSocketAndNoFile =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
                  .or(
                      describe(
                          "are java.io, apart from what exceptions and records need",
                          type ->
                              type.getPackageName().startsWith("java.io")
                                  && !Set.of(
                                          "IOException",
                                          "Serializable",
                                          "ObjectStreamException",
                                          "Serial")
                                      .contains(type.getSimpleName()))));

  @ArchTest
  static final ArchRule writesToNoStandardStream =
      GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule readsNoClock =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "reads a clock, a zone or the environment of the machine",
                  access -> {
                    AccessTarget target = access.getTarget();
                    String owner = target.getOwner().getName();
                    String name = target.getName();
                    return (owner.startsWith("java.time.") && name.equals("now"))
                        || owner.equals("java.time.Clock")
                        || (owner.equals("java.util.Date")
                            && name.equals(JavaConstructor.CONSTRUCTOR_NAME))
                        || (owner.equals("java.time.ZoneId") && name.equals("systemDefault"))
                        || (owner.equals("java.util.Locale") && name.equals("getDefault"))
                        || (owner.equals("java.lang.System")
                            && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty")
                                .contains(name));
                  }));

  @ArchTest
  static final ArchRule drawsNoRandomnessOfItsOwn =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "draws randomness that was not passed in",
                  access -> {
                    AccessTarget target = access.getTarget();
                    String owner = target.getOwner().getName();
                    String name = target.getName();
                    boolean made =
                        name.equals(JavaConstructor.CONSTRUCTOR_NAME)
                            || name.startsWith("getInstance");
                    return (owner.equals(SecureRandom.class.getName()) && made)
                        || (owner.equals("java.lang.Math") && name.equals("random"))
                        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                        || owner.equals("java.util.Random")
                        || owner.equals("java.util.SplittableRandom")
                        || owner.startsWith("java.util.random.");
                  }));

  @ArchTest
  static final ArchRule startsNoThread =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.util.concurrent..")
                  .or(
                      describe(
                          "are Thread",
                          (JavaClass type) -> type.getName().equals("java.lang.Thread"))));
}
