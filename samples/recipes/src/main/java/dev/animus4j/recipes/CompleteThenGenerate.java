package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.image.Image;

/** Runs both phases by hand: a chat completion, then the generation of the image it promises. */
public final class CompleteThenGenerate {
  private CompleteThenGenerate() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client = AnimusClient.fromEnv()) {
      ChatRequest request =
          ChatRequest.of("Please draw a lighthouse at night.").withImageDetection();
      ChatResponse response = client.chat().completions(request).blockingGet();
      System.out.println(response.content());

      if (response.imagePrompt() != null) {
        Image image = client.generateImage(response.imagePrompt()).blockingGet();
        System.out.println("Drawn: " + image.prompt() + " at " + image.location());
      }
    }
  }
}
