package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.Tool;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.util.Map;

/** Lets the model look something up before it answers. */
public final class UseATool {
  private static final Map<String, String> WEATHER = Map.of("Oslo", "rain", "Rome", "sunshine");

  private UseATool() {}

  /** What the model writes, as {@code parameters} below ask for. */
  record Place(String city) {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    String parameters =
        """
        {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}""";
    Tool weather =
        Tool.of("get_weather", "Tells the weather in a city.", parameters)
            .doing(call -> forecast(call.as(Place.class).city()));
    AnimusClient client = AnimusClient.fromEnv(vertx, options -> options.tools(weather));

    client
        .chat()
        .send("What is the weather in Oslo?")
        .blockingForEach(event -> System.out.println(Line.of(event)));

    client.close().blockingAwait();
    vertx.close().await();
  }

  /** Any {@link Single} will do, such as an answer over HTTP. Its failure is told to the model. */
  private static Single<String> forecast(String city) {
    System.out.println("Looking up the weather in " + city);
    String weather = WEATHER.get(city);
    return weather == null
        ? Single.error(new IllegalArgumentException("nobody knows the weather in " + city))
        : Single.just(weather);
  }
}
