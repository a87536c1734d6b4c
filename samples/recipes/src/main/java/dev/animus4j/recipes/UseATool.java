package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.Tool;

/** Lets the model call a tool before it answers. */
public final class UseATool {
  private UseATool() {}

  /** Arguments that the model writes, by the JSON Schema of this record. */
  record ForecastArguments(String city) {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    Tool weather =
        Tool.of(
            "get_weather", "The weather", ForecastArguments.class, it -> "rain in " + it.city());
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withTools(weather)).build()) {
      client
          .chat()
          .send("What is the weather in Oslo?")
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
    }
  }
}
