package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ledger.sqlite.SqliteLedger;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Erases all that is kept of a conversation: history, events, message ids and image files. */
public final class ForgetAUser {
  private ForgetAUser() {}

  public static void main(String[] arguments) throws IOException {
    RecipeProvider.setUp();
    Path directory = Files.createTempDirectory("conversations");
    Vertx vertx = Vertx.vertx();
    try (AnimusClient client =
        AnimusClient.builder(vertx)
            .fromEnv()
            .imageStore(new FileImageStore(vertx, directory.resolve("images")))
            .ledger(SqliteLedger.open(directory.resolve("conversations.db")))
            .build()) {
      Chat anna = client.chat("anna");
      anna.send("My name is Anna.").blockingSubscribe();
      URI fox = anna.generateImage("A red fox").blockingGet().location();
      System.out.println("Kept: " + summary(anna, fox));

      System.out.println("Forgotten: " + client.forget("anna").blockingGet());
      System.out.println("Kept: " + summary(anna, fox));
    }
    vertx.close().await();
  }

  private static String summary(Chat chat, URI image) {
    return "%d entries, %d events, file: %s"
        .formatted(
            chat.history().get().blockingGet().size(),
            chat.events().recentEvents(chat.id()).blockingGet().size(),
            Files.exists(Path.of(image)));
  }
}
