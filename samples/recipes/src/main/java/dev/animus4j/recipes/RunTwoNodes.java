package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.ledger.postgres.PostgresClusterLedger;
import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import io.vertx.core.Vertx;
import java.io.IOException;

/** One conversation on two nodes, a process each: both send to it, and both hear all of it. */
public final class RunTwoNodes {
  private RunTwoNodes() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      talk(arguments[0], arguments[1]);
      return;
    }
    try (RecipeDatabase database = RecipeDatabase.start()) {
      var first = RecipeProcess.start(RunTwoNodes.class, "first", database.url());
      var second = RecipeProcess.start(RunTwoNodes.class, "second", database.url());
      first.join();
      second.join();
    }
  }

  private static void talk(String node, String url) {
    RecipeProvider.setUp();
    Vertx vertx = ClusteredVertx.start(url);
    var ledger = PostgresClusterLedger.join(vertx, PostgresOptions.of(url));
    var builder = AnimusClient.builder(vertx).fromEnv().ledger(ledger);
    try (var client = builder.options(it -> it.withOverlap(OverlapPolicy.queue())).build()) {
      client.chat("anna").send("I am " + node);
      var events = client.events().streamSince("anna", 0);
      events
          .doOnNext(event -> System.out.println(EventLine.of(event)))
          .filter(ExchangeCompleted.class::isInstance)
          .take(2)
          .blockingSubscribe();
    }
    vertx.close().await();
  }
}
