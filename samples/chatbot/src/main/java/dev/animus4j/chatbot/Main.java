package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;

/** Starts the chatbot with the settings of the environment, until the process is terminated. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try {
      ChatbotSettings settings = ChatbotSettings.fromEnvironment();
      run(vertx(settings.cluster()), settings);
    } catch (RuntimeException cause) {
      System.err.println("The chatbot cannot start: " + cause.getMessage());
      System.exit(1);
    }
  }

  private static Vertx vertx(ChatbotSettings.Cluster cluster) {
    SecretValue database = cluster.database();
    return database != null && cluster.isShared()
        ? new ClusteredVertxFactory(database, cluster.members()).create(options())
        : Vertx.vertx(options());
  }

  /** Disables class path resolution and caching of files. */
  private static VertxOptions options() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  private static void run(Vertx vertx, ChatbotSettings settings) {
    ProviderSetup.ensureConfigured(vertx);
    Backend backend = Backend.start(vertx, settings, System.out::println).await();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(vertx, backend)));
    System.out.println("Chat at " + backend.url());
  }

  private static void shutDown(Vertx vertx, Backend backend) {
    boolean inTime = backend.close().onErrorComplete().blockingAwait(20, TimeUnit.SECONDS);
    System.out.println(inTime ? "The chatbot has ended." : "The chatbot ends in a hurry.");
    vertx.close().await();
  }
}
