package io.strongroom.custody;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Which package may know which, and that nothing here knows a clock, a thread, a file or a
/// network.
class ArrowsTest {
  private static final String ROOT = "io.strongroom.custody.";
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.strongroom.custody");

  @Test
  void packagesKnowOnlyWhatLiesBeneathThem() {
    forbid("policy", "state", "gate", "replay", "log", "spi");
    forbid("state", "gate", "replay");
    forbid("replay", "gate");
    forbid("gate", "replay");
    forbid("statement", "log", "policy", "state", "gate", "replay", "spi");
    forbid("log", "policy", "state", "gate", "replay", "spi");
  }

  private void forbid(String from, String... to) {
    String[] packages = new String[to.length];
    for (int i = 0; i < to.length; i++) {
      packages[i] = ROOT + to[i];
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(classes);
  }
}
