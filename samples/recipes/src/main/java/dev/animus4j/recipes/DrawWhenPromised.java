package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.provider.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.provider.AnimusImages;
import io.vertx.core.Vertx;

/** Has a model without pictures of its own promise them, by a tool, while it streams its words. */
public final class DrawWhenPromised {
  private DrawWhenPromised() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    AnimusClient client = client(vertx, Provider.simulate(vertx));
    client
        .chat()
        .send("Can you show me a lighthouse at night?")
        .blockingForEach(event -> System.out.println(Line.of(event)));
    client.close().blockingAwait();
    vertx.close().await();
  }

  private static AnimusClient client(Vertx vertx, String simulator) {
    Http http = Http.create(vertx, HttpOptions.defaults());
    var key = Credentials.key(Provider.named("OPENAI_API_KEY", "any"));
    var chat = OpenAiCompatibleChat.at(Provider.openAiUrl(simulator), http, key);
    String model = Provider.named("OPENAI_MODEL", "any");
    var any = Credentials.key("any");
    var images = Endpoint.of("Simulator", simulator + "/v3", any, Timeouts.images());
    return AnimusClient.builder(vertx)
        .chatModel(chat.detecting(Detection.TOOL)) // or MARKUP, or CLASSIFIER
        .imageModel(new AnimusImages(http, images, FileImageStore.temporary(vertx)))
        .options(ChatOptions.of(model, "Be brief.").drawing().streaming(true))
        .onClose(http.close())
        .build();
  }
}
