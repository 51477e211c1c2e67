package io.strongroom.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.strongroom.threshold.KeyShare;
import io.strongroom.threshold.PendingKey;
import io.strongroom.threshold.SigningSession;

/// The arrows of this room, and within it.
@AnalyzeClasses(
    packages = "io.strongroom.node",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class NodeArchitectureTest {

  @ArchTest
  static final ArchRule node_dependsOnNoOtherShell =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.strongroom.coordinator..",
              "io.strongroom.cli..",
              "io.strongroom.testkit..",
              "io.strongroom.bench..");

  /// Chains are known to custody's interface only; the implementation is chosen in one place.
  @ArchTest
  static final ArchRule chains_areChosenAtTheStartOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.start..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.strongroom.chain..");

  /// Endpoints translate and delegate: what policy, money or the gate means is not theirs.
  @ArchTest
  static final ArchRule endpoints_holdNoRule =
      noClasses()
          .that()
          .resideInAPackage("..node.endpoint..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.strongroom.custody.policy..",
              "io.strongroom.custody.gate..",
              "io.strongroom.custody.spi..",
              "io.strongroom.chain..");

  /// gRPC stays at the edges: rules, records and sessions do not know how they are called.
  @ArchTest
  static final ArchRule wire_staysAtTheEdges =
      noClasses()
          .that()
          .resideOutsideOfPackages("..node.endpoint..", "..node.peer..", "..node.start..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.strongroom.proto..", "io.grpc..", "com.google.protobuf..");

  /// Shares are opened in `key`; the guard lends one to the protocol's session and keeps none.
  @ArchTest
  static final ArchRule shares_areTouchedByTheirKeepersOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("..node.key..", "..node.guard..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(KeyShare.class, PendingKey.class, SigningSession.class);

  @ArchTest
  static final ArchRule shares_areNotReadOutsideTheirKeeper =
      noClasses()
          .that()
          .resideOutsideOfPackage("..node.key..")
          .should()
          .callMethod(KeyShare.class, "encode")
          .orShould()
          .callMethod(KeyShare.class, "decode", byte[].class)
          .orShould()
          .callMethod(PendingKey.class, "encode")
          .orShould()
          .callMethod(PendingKey.class, "decode", byte[].class);

  /// A record prints and compares its components: no secret may be one.
  @ArchTest
  static final ArchRule secrets_areNoRecordComponents =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .areRecords()
          .should()
          .haveRawType(KeyShare.class)
          .orShould()
          .haveRawType(PendingKey.class);

  /// Only the store speaks SQL, and the factory that hands it the database.
  @ArchTest
  static final ArchRule sql_staysInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages("..node.store..", "..node.start..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule terminal_belongsToTheProgram =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.strongroom.node.NodeMain")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
