package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Answer;
import dev.animus4j.chat.Chat;
import dev.animus4j.failure.AnimusException;
import java.time.Duration;

/** Waits five seconds at most for the answer as a text, and says which failures to retry. */
public final class SayHello {
  private SayHello() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    Duration limit = Duration.ofSeconds(5); // of all attempts together
    try (AnimusClient client =
        AnimusClient.builder().fromEnv().options(options -> options.withTimeout(limit)).build()) {
      System.out.println(answer(client.chat("anna"), "Hello, who are you?"));
    }
  }

  static String answer(Chat chat, String text) {
    try {
      return chat.ask(text).map(Answer::text).blockingGet();
    } catch (AnimusException.ContentPolicy | AnimusException.InvalidRequest refused) {
      return "Ask in other words: " + refused.getMessage();
    } catch (AnimusException.Cancelled stopped) {
      return "Another message came, or the client was closed: " + stopped.getMessage();
    } catch (AnimusException failure) {
      Duration wait = failure.retryAfter().orElse(Duration.ofSeconds(1));
      return failure.isTransient()
          ? "Ask again in " + wait.toMillis() + " ms: " + failure.getMessage()
          : "Tell whoever runs this: " + failure.getMessage();
    }
  }
}
