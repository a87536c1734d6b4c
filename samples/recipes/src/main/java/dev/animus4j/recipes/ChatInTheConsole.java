package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** Answers each line of the standard input, until it ends or Ctrl-C is pressed. */
public final class ChatInTheConsole {
  private ChatInTheConsole() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    var lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withImages()).build()) {
      Runtime.getRuntime().addShutdownHook(new Thread(client::close)); // Ctrl-C
      lines.lines().forEach(text -> client.chat().send(text).blockingForEach(e -> print(e)));
    }
  }

  private static void print(ChatEvent event) {
    if (event instanceof MessageTokens words) {
      System.out.print(words.content());
    } else if (event instanceof MessageCompleted) {
      System.out.println();
    } else if (event instanceof ImageGenerationCompleted image) {
      System.out.println(image.picture().imageUrl());
    } else if (event instanceof ImageGenerationFailed failed) {
      System.out.println("No image: " + failed.error().message());
    } else if (event instanceof MessageFailed failed) {
      System.out.println("\nNo answer: " + failed.error().message());
    }
  }
}
