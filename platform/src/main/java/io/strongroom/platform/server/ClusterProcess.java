package io.strongroom.platform.server;

import io.grpc.Server;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.strongroom.platform.health.Readiness;
import io.strongroom.platform.identity.Directory;
import io.strongroom.platform.process.DirectoryLock;
import io.strongroom.platform.process.ProcessDirectory;
import io.strongroom.platform.process.ProcessFailure;
import io.strongroom.platform.tls.TlsIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running node or coordinator: its directory's lock, its application context, its gRPC server.
///
/// Thread rule: safe from any thread.
public final class ClusterProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterProcess.class);

  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
  private static final int CUT_OFF_SECONDS = 2;

  private final DirectoryLock lock;
  private final ApplicationContext context;
  private final GrpcEmbeddedServer server;
  private final Duration grace;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();

  private ClusterProcess(
      DirectoryLock lock, ApplicationContext context, GrpcEmbeddedServer server, Duration grace) {
    this.lock = lock;
    this.context = context;
    this.server = server;
    this.grace = grace;
  }

  /// What a process needs before it can start.
  public static Builder in(ProcessDirectory directory) {
    return new Builder(directory);
  }

  /// The port that it really listens on.
  public int port() {
    return server.getPort();
  }

  /// Its beans.
  public ApplicationContext context() {
    return context;
  }

  /// Closes this process when the operating system asks it to end (SIGTERM, SIGINT), and waits for
  /// that.
  public void awaitShutdown() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "shutdown"));
    ended.await();
  }

  /// Stops taking calls, lets those that run finish within the configured time, closes the
  /// database, gives the lock back.
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    try {
      context.getBean(Readiness.class).object("shutdown", "the process is ending");
      stopServing();
      context.close();
      lock.close();
    } catch (IOException e) {
      LOG.warn("the directory's lock could not be given back", e);
    } finally {
      ended.countDown();
    }
  }

  private void stopServing() {
    Server grpc = server.getServer().shutdown();
    try {
      if (!grpc.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        grpc.shutdownNow().awaitTermination(CUT_OFF_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      grpc.shutdownNow();
      Thread.currentThread().interrupt();
    }
    server.stop();
  }

  /// Collects what a process needs.
  public static final class Builder {

    private static final int MAX_PORT = 65_535;

    private final ProcessDirectory directory;
    private final List<RuntimeBeanDefinition<?>> beans = new ArrayList<>();
    private final Map<String, Object> properties = new HashMap<>();
    private String host = "127.0.0.1";
    private int port;
    private Duration grace = DEFAULT_GRACE;

    private Builder(ProcessDirectory directory) {
      this.directory = directory;
    }

    /// Where to listen; port 0 takes any free one.
    ///
    /// @throws IllegalArgumentException when the port is out of range
    public Builder listen(String listenHost, int listenPort) {
      if (listenPort < 0 || listenPort > MAX_PORT) {
        throw new IllegalArgumentException("a port is between 0 and " + MAX_PORT);
      }
      host = listenHost;
      port = listenPort;
      return this;
    }

    /// Who this process is, and whom it knows.
    public Builder identity(TlsIdentity identity, Directory known) {
      return bean(TlsIdentity.class, identity).bean(Directory.class, known);
    }

    /// A bean that is made before the context: keystore, genesis, configuration.
    public <T> Builder bean(Class<T> type, T instance) {
      beans.add(RuntimeBeanDefinition.builder(type, () -> instance).singleton(true).build());
      return this;
    }

    /// How long calls and streams may go on after the process was asked to end; 5 s unless set.
    public Builder grace(Duration time) {
      grace = time;
      return this;
    }

    /// A property of the framework.
    public Builder property(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /// Takes the directory's lock, opens and migrates the database, listens. The process still
    /// objects to being ready: withdraw [Readiness#STARTING] when it is.
    ///
    /// @throws ProcessFailure with the exit code and the sentence to print; nothing is left open
    public ClusterProcess start() throws ProcessFailure {
      directory.create();
      DirectoryLock lock = DirectoryLock.acquire(directory);
      ApplicationContext context = null;
      try {
        context = context();
        GrpcEmbeddedServer server = context.getBean(GrpcEmbeddedServer.class);
        server.start();
        return new ClusterProcess(lock, context, server, grace);
      } catch (RuntimeException e) {
        release(lock, context);
        throw ProcessFailure.ofStart(e, host, port);
      }
    }

    private ApplicationContext context() {
      Map<String, Object> all = new HashMap<>(ProcessProperties.of(directory, host, port));
      all.putAll(properties);
      ApplicationContextBuilder builder =
          ApplicationContext.builder()
              .banner(false)
              .deduceEnvironment(false)
              .deduceCloudEnvironment(false)
              .environmentPropertySource(false)
              .bootstrapEnvironment(false)
              .properties(all)
              .beanDefinitions(beans.toArray(new RuntimeBeanDefinition<?>[0]));
      return builder.start();
    }

    private static void release(
        DirectoryLock lock, @org.jspecify.annotations.Nullable ApplicationContext context) {
      try {
        if (context != null) {
          context.close();
        }
        lock.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("a process that did not start could not be cleaned up", e);
      }
    }
  }
}
