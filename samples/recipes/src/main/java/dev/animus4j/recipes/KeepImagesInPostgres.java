package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ledger.postgres.PostgresImageStore;
import dev.animus4j.image.store.Retention;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Keeps images in PostgreSQL, so that another node shows what one has drawn. */
public final class KeepImagesInPostgres {
  private KeepImagesInPostgres() {}

  public static void main(String[] arguments) throws IOException {
    RecipeProvider.setUp();
    Vertx vertx = Vertx.vertx();
    try (RecipeDatabase database = RecipeDatabase.start()) {
      PostgresImageStore one = PostgresImageStore.connect(vertx, database.url());
      PostgresImageStore another = PostgresImageStore.connect(vertx, database.url());
      URI location = draw(vertx, one.withRetention(Retention.ofAge(Duration.ofDays(90))));

      var found = another.find(location).blockingGet();
      System.out.println("Drawn elsewhere: " + found.prompt() + ", " + found.format());
      System.out.println("Bytes: " + another.readAll(location).blockingGet().length());
      another.delete(location).blockingAwait();
      System.out.println("Left: " + one.list().count().blockingGet());

      one.closeAsync().andThen(another.closeAsync()).blockingAwait();
    }
    vertx.close().await();
  }

  private static URI draw(Vertx vertx, PostgresImageStore store) {
    try (AnimusClient client = AnimusClient.builder(vertx).fromEnv().imageStore(store).build()) {
      return client.chat("anna").generateImage("A red fox").blockingGet().location();
    }
  }
}
