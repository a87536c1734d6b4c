package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;

/**
 * Detects the images that a model without image output promises by a tool call, while it streams.
 */
public final class DetectPromisedImages {
  private DetectPromisedImages() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    AnimusClient client = client(vertx, RecipeProvider.simulate());
    client
        .chat()
        .send("Can you show me a lighthouse at night?")
        .blockingForEach(event -> System.out.println(EventLine.of(event)));
    vertx.close().await();
  }

  private static AnimusClient client(Vertx vertx, String simulator) {
    Http http = Http.create(vertx);
    var key = Credentials.key(RecipeProvider.variable("OPENAI_API_KEY", "any"));
    var openAi = OpenAiCompatibleChat.endpoint(RecipeProvider.openAiUrl(simulator), key);
    String model = RecipeProvider.variable("OPENAI_MODEL", "any");
    var chat = OpenAiCompatibleChat.create(http, openAi, model);
    var images = AnimusImages.endpoint(Credentials.key("any")).withBaseUrl(simulator + "/v3");
    return AnimusClient.builder(vertx)
        .chatModel(chat.withImageDetection(ImagePromptDetection.TOOL)) // or MARKUP, or CLASSIFIER
        .imageModel(AnimusImages.create(http, images, FileImageStore.temporary(vertx)))
        .options(ChatOptions.of(model, "Be brief.").withImages().withStreaming(true))
        .onClose(http::closeAsync)
        .build();
  }
}
