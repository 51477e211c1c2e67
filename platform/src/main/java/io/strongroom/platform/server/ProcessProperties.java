package io.strongroom.platform.server;

import io.strongroom.platform.process.ProcessDirectory;
import java.util.HashMap;
import java.util.Map;

/// The framework's properties for a process, from its directory and address. Set in code rather
/// than in files or the environment, because several of them carry a promise.
public final class ProcessProperties {

  private static final String DATASOURCE = "datasources.default.";

  private ProcessProperties() {}

  /// Server, database and migration of a process.
  ///
  /// Migrations are read from `db/migration/log` (the log's own tables, versions 1 to 99) and from
  /// `db/migration/process` (the process's, versions from 100), both on the class path.
  public static Map<String, Object> of(ProcessDirectory directory, String host, int port) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("micronaut.application.name", "strongroom");
    properties.put("grpc.server.host", host);
    properties.put("grpc.server.port", port);
    properties.put("grpc.server.health.enabled", false);
    properties.put("grpc.server.await-termination", "1s");
    properties.putAll(database(h2Url(directory)));
    return properties;
  }

  /// The database alone, by its JDBC URL.
  public static Map<String, Object> database(String url) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(DATASOURCE + "url", url);
    properties.put(DATASOURCE + "username", "sa");
    properties.put(DATASOURCE + "password", "");
    properties.put(DATASOURCE + "driver-class-name", "org.h2.Driver");
    properties.put(DATASOURCE + "maximum-pool-size", 16);
    properties.put(DATASOURCE + "minimum-idle", 1);
    properties.put(DATASOURCE + "connection-timeout", 10_000);
    properties.put("flyway.datasources.default.enabled", true);
    properties.put(
        "flyway.datasources.default.locations",
        "classpath:db/migration/log,classpath:db/migration/process");
    return properties;
  }

  /// The H2 file of a process. `WRITE_DELAY=0` hands every commit to the operating system at once;
  /// forcing it to disk is [io.strongroom.platform.store.DurableCommit]'s.
  public static String h2Url(ProcessDirectory directory) {
    return h2Url(directory.data().resolve("strongroom").toString());
  }

  /// An H2 database at a path, which may carry the scheme of one of H2's file systems.
  ///
  /// @throws IllegalArgumentException when the path holds a semicolon, which would end it and begin
  ///   settings
  public static String h2Url(String path) {
    if (path.indexOf(';') >= 0) {
      throw new IllegalArgumentException("a database's path may not hold a semicolon");
    }
    return "jdbc:h2:"
        + path
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
  }
}
