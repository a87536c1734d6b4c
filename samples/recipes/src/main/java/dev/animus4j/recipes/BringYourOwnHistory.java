package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stores each conversation in a file of JSON that survives a restart, images included. */
public final class BringYourOwnHistory {
  private BringYourOwnHistory() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("history");
    try (AnimusClient client = client(directory)) {
      client.chat("anna").send("Hello!").blockingSubscribe();
      client.chat("anna").generateImage("A red fox").ignoreElement().blockingAwait();
    }
    try (AnimusClient restarted = client(directory)) {
      for (HistoryEntry entry : restarted.chat("anna").history().get().blockingGet()) {
        System.out.println("kept: " + entry.message().content());
        if (entry.picture() != null) {
          System.out.println("its image: " + entry.picture().location());
        }
      }
    }
  }

  private static AnimusClient client(Path directory) {
    return AnimusClient.builder()
        .chatModel(request -> Single.just(ChatResponse.of("Good to see you.")))
        .imageModel(request -> Single.just(Image.of(request.prompt(), URI.create("mem:fox"))))
        .history(new JsonFileHistory(directory))
        .options(ChatOptions.of("any", "Be kind."))
        .build();
  }
}
