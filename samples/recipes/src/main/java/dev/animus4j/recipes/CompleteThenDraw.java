package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.image.Image;
import io.vertx.core.Vertx;

/** Both phases by hand: ask for an answer, look at what it promises, and draw it if you like. */
public final class CompleteThenDraw {
  private CompleteThenDraw() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    AnimusClient client = AnimusClient.fromEnv(vertx);

    ChatRequest request = ChatRequest.of("Please draw a lighthouse at night.").detectingImages();
    ChatReply reply = client.chat().completions(request).blockingGet();
    System.out.println(reply.content());

    if (reply.imagePrompt() != null) {
      Image image = client.generateImage(reply.imagePrompt()).blockingGet();
      System.out.println("Drawn: " + image.prompt() + " at " + image.location());
    }

    client.close().blockingAwait();
    vertx.close().await();
  }
}
