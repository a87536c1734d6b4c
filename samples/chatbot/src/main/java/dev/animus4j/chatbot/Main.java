package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.TimeUnit;

/** Starts the chatbot as the environment says, until the process is told to end. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    try {
      Settings settings = Settings.ofProcess();
      run(Vertx.vertx(options()), settings);
    } catch (RuntimeException cause) {
      System.err.println("The chatbot cannot start: " + cause.getMessage());
      System.exit(1);
    }
  }

  /** Files are files: nothing is looked for on the class path, or copied out of it. */
  private static VertxOptions options() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setClassPathResolvingEnabled(false)
                .setFileCachingEnabled(false));
  }

  private static void run(Vertx vertx, Settings settings) {
    Provider.ready(vertx);
    Backend backend = Backend.start(vertx, settings, System.out::println).await();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx, backend)));
    System.out.println("Chat at " + backend.url());
  }

  private static void end(Vertx vertx, Backend backend) {
    boolean quiet = backend.close().onErrorComplete().blockingAwait(20, TimeUnit.SECONDS);
    System.out.println(quiet ? "The chatbot has ended." : "The chatbot ends in a hurry.");
    vertx.close().await();
  }
}
