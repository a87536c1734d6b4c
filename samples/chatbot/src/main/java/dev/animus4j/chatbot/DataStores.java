package dev.animus4j.chatbot;

import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.postgres.PostgresClusterLedger;
import dev.animus4j.chat.ledger.postgres.PostgresImageStore;
import dev.animus4j.chat.ledger.postgres.PostgresLedger;
import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import dev.animus4j.chat.ledger.sqlite.SqliteLedger;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.Retention;
import io.reactivex.rxjava3.core.Completable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.UUID;

/**
 * All that outlives the process: conversations, sessions, images and the secret. Without a database
 * and a data directory they are kept in memory, and images in a temporary directory.
 *
 * @param ledger closed with the client
 * @param settings with the secret that is stored, unless the environment configures one
 */
record DataStores(
    Ledger ledger, SessionDatabase sessions, ImageFiles images, ChatbotSettings settings) {

  /** Opens them, a data directory for this process alone. Blocks; fails with one line. */
  static DataStores open(Vertx vertx, ChatbotSettings settings) {
    SecretValue database = settings.cluster().database();
    if (database != null) {
      return openDatabase(vertx, settings, PostgresOptions.of(database.value()));
    }
    Path named = settings.storage().directory();
    ImageFiles images =
        named == null
            ? temporary(vertx, settings.storage())
            : directory(vertx, settings.storage(), named);
    Path data = settings.storage().data();
    return data == null
        ? new DataStores(Ledger.inMemory(), SqliteSessionDatabase.inMemory(vertx), images, settings)
        : openDirectory(vertx, settings, data, images);
  }

  private static DataStores openDirectory(
      Vertx vertx, ChatbotSettings settings, Path directory, ImageFiles images) {
    PrivateDirectory.check(directory);
    Ledger ledger = SqliteLedger.open(directory.resolve("conversations.db"));
    try {
      ChatbotSettings signing =
          settings.security().isSecretRandom()
              ? settings.withSecret(SecretFile.readOrCreate(directory.resolve("secret")))
              : settings;
      SessionDatabase sessions =
          SqliteSessionDatabase.open(vertx, directory.resolve("sessions.db"));
      return new DataStores(ledger, sessions, images, signing);
    } catch (RuntimeException e) {
      ledger.closeAsync().onErrorComplete().blockingAwait();
      throw e;
    }
  }

  /** Images are in the database unless a directory is named, which all nodes must share then. */
  private static DataStores openDatabase(
      Vertx vertx, ChatbotSettings settings, PostgresOptions options) {
    PostgresSessionDatabase sessions = PostgresSessionDatabase.connect(vertx, options.database());
    try {
      ChatbotSettings signing =
          settings.security().isSecretRandom() ? settings.withSecret(sessions.secret()) : settings;
      Path named = settings.storage().directory();
      ImageFiles images =
          named == null
              ? inDatabase(vertx, settings.storage(), options)
              : directory(vertx, settings.storage(), named).shared();
      Ledger ledger =
          settings.cluster().isShared()
              ? PostgresClusterLedger.join(vertx, options)
              : PostgresLedger.connect(vertx, options);
      return new DataStores(ledger, sessions, images, signing);
    } catch (RuntimeException e) {
      sessions.closeAsync().onErrorComplete().blockingAwait();
      throw e;
    }
  }

  private static ImageFiles inDatabase(
      Vertx vertx, ChatbotSettings.Storage storage, PostgresOptions options) {
    PostgresImageStore store =
        PostgresImageStore.connect(vertx, options).withRetention(retention(storage));
    return new ImageFiles(store, "postgres:", true, store::closeAsync);
  }

  private static ImageFiles directory(
      Vertx vertx, ChatbotSettings.Storage storage, Path directory) {
    PrivateDirectory.check(directory);
    FileImageStore store = new FileImageStore(vertx, directory).withRetention(retention(storage));
    return new ImageFiles(store, directory.toUri().toString(), false, Completable::complete);
  }

  private static ImageFiles temporary(Vertx vertx, ChatbotSettings.Storage storage) {
    Path directory =
        Path.of(System.getProperty("java.io.tmpdir"), "animus4j-chatbot-" + UUID.randomUUID());
    ImageFiles images = directory(vertx, storage, directory);
    Completable removal = Completable.fromAction(() -> PrivateDirectory.remove(directory));
    return new ImageFiles(images.store(), images.prefix(), false, () -> removal);
  }

  private static Retention retention(ChatbotSettings.Storage storage) {
    return Retention.ofBytes(2 * storage.storeBytes());
  }

  /** Closes all of them. */
  Completable closeAsync() {
    return Completable.mergeArrayDelayError(ledger.closeAsync(), closeOthers());
  }

  /** Closes all but the ledger. */
  Completable closeOthers() {
    return Completable.mergeArrayDelayError(sessions.closeAsync(), images.close().get());
  }
}
