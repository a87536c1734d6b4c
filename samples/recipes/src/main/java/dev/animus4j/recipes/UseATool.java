package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.Tool;
import io.reactivex.rxjava3.core.Single;
import java.util.Map;

/** Lets the model call a tool before it answers. */
public final class UseATool {
  private static final Map<String, String> WEATHER = Map.of("Oslo", "rain", "Rome", "sunshine");

  private UseATool() {}

  /** Arguments that the model writes, by the schema in {@code parameters} below. */
  record ForecastArguments(String city) {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    String parameters =
        """
        {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}\
        """;
    Tool weather =
        Tool.of("get_weather", "Tells the weather in a city.", parameters)
            .withFunction(call -> forecast(call.argumentsAs(ForecastArguments.class).city()));
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withTools(weather)).build()) {
      client
          .chat()
          .send("What is the weather in Oslo?")
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
    }
  }

  /** Any {@link Single} will do, such as an HTTP response. The model receives its failure. */
  private static Single<String> forecast(String city) {
    System.out.println("Looking up the weather in " + city);
    String weather = WEATHER.get(city);
    return weather == null
        ? Single.error(new IllegalArgumentException("nobody knows the weather in " + city))
        : Single.just(weather);
  }
}
