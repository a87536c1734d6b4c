package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ledger.postgres.PostgresLedger;
import io.vertx.core.Vertx;
import java.io.IOException;

/** Keeps conversations in PostgreSQL, at {@code DATABASE_URL} or in a server of its own. */
public final class KeepConversationsInPostgres {
  private KeepConversationsInPostgres() {}

  public static void main(String[] arguments) throws IOException {
    RecipeProvider.setUp();
    try (RecipeDatabase database = RecipeDatabase.start()) {
      talkTwice(database.url());
    }
  }

  private static void talkTwice(String url) {
    Vertx vertx = Vertx.vertx();
    try (AnimusClient client = client(vertx, url)) {
      client.chat("anna").sendOnce("message-1", "Hello!").blockingSubscribe();
    }
    try (AnimusClient restarted = client(vertx, url)) {
      var anna = restarted.chat("anna");
      var again = anna.sendOnce("message-1", "Hello!").blockingLast();
      System.out.println("The same answer: " + EventLine.of(again));
      System.out.println("Entries: " + anna.history().get().blockingGet().size());
    }
    vertx.close().await();
  }

  private static AnimusClient client(Vertx vertx, String url) {
    return AnimusClient.builder(vertx).fromEnv().ledger(PostgresLedger.connect(vertx, url)).build();
  }
}
