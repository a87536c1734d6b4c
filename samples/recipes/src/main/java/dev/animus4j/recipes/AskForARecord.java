package dev.animus4j.recipes;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.ChatRequest;
import java.time.LocalDate;
import java.util.List;

/** Asks a model for a record instead of a text. */
public final class AskForARecord {
  private AskForARecord() {}

  enum Transport {
    TRAIN,
    BUS,
    CAR
  }

  /** The answer: the model is sent the JSON Schema of this record. */
  record Trip(
      @JsonPropertyDescription("Where the user wants to go") String city,
      LocalDate date,
      int travellers,
      Transport transport,
      List<String> wishes) {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    try (AnimusClient client = AnimusClient.fromEnv()) {
      Trip trip =
          client
              .chat()
              .completions(ChatRequest.of("A train for 4 in Oslo, with a table"), Trip.class)
              .blockingGet();
      System.out.println(trip.travellers() + " go by " + trip.transport() + " to " + trip.city());
      System.out.println(trip);
    }
  }
}
