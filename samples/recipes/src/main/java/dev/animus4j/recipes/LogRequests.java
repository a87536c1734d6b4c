package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpLogEvent;
import dev.animus4j.http.HttpOptions;
import io.vertx.core.Vertx;

/**
 * Prints what a provider is sent, and what it says, without the key; {@code HttpLog.debug()} logs
 * the same to SLF4J.
 */
public final class LogRequests {
  private LogRequests() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx, HttpOptions.defaults().withLog(LogRequests::print));
    String url = RecipeProvider.openAiUrl(RecipeProvider.simulate());
    Credentials key = Credentials.key(RecipeProvider.variable("OPENAI_API_KEY", "sk-any-key"));
    try (AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(
                OpenAiCompatibleChat.create(
                    http, OpenAiCompatibleChat.endpoint(url, key), "gpt-4o-mini"))
            .onClose(http::closeAsync)
            .build()) {
      System.out.println(client.chat().ask("Hello!").blockingGet().text());
    }
    vertx.close().await();
  }

  private static void print(HttpLogEvent event) {
    System.out.println(event);
  }
}
