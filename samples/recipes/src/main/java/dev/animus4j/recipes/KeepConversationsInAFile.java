package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ledger.sqlite.SqliteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps conversations in a file: after a restart they go on, and nothing is answered twice. */
public final class KeepConversationsInAFile {
  private KeepConversationsInAFile() {}

  public static void main(String[] arguments) throws IOException {
    RecipeProvider.setUp();
    Path file = Files.createTempDirectory("conversations").resolve("conversations.db");
    try (AnimusClient client = client(file)) {
      client.chat("anna").sendOnce("message-1", "Hello!").blockingSubscribe();
    }
    try (AnimusClient restarted = client(file)) {
      Chat anna = restarted.chat("anna");
      for (var entry : anna.history().get().blockingGet()) {
        System.out.println("Kept: " + entry.message().role() + ": " + entry.message().content());
      }
      var again = anna.sendOnce("message-1", "Hello!");
      System.out.println("The same answer: " + EventLine.of(again.blockingLast()));
      System.out.println("Entries: " + anna.history().get().blockingGet().size());
      var next = anna.send("Good to see you again.");
      System.out.println("The next one: " + EventLine.of(next.blockingLast()));
    }
  }

  private static AnimusClient client(Path file) {
    return AnimusClient.builder().fromEnv().ledger(SqliteLedger.open(file)).build();
  }
}
