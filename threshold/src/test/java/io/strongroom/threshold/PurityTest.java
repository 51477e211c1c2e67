package io.strongroom.threshold;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/// Time, randomness, storage and network come in as parameters: a deterministic simulation depends
/// on it.
@AnalyzeClasses(
    packages = "io.strongroom.threshold",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PurityTest {

  @ArchTest
  static final ArchRule noNetworkOrFiles =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*");

  @ArchTest
  static final ArchRule noThreads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(Timer.*|concurrent\\.(Executor.*|ForkJoin.*))");

  @ArchTest
  static final ArchRule noClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule noRandomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class);

  @ArchTest
  static final ArchRule noOtherRoomsAndNoFramework =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "jakarta..", "org.slf4j..", "org.bouncycastle..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("io\\.strongroom\\.(?!threshold\\.).*");

  @ArchTest
  static final ArchRule noBigIntegers =
      noClasses().should().dependOnClassesThat().haveNameMatching("java\\.math\\..*");

  @ArchTest
  static final ArchRule onlyTheCurveTouchesTheLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.strongroom.threshold.curve")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("fr.acinq..");
}
