package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;
import io.vertx.core.Vertx;

/** Draws a picture, then asks a model what it sees there. */
public final class ShowAPicture {
  private ShowAPicture() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    if (System.getenv("ANIMUS_VISION_MODEL") == null) {
      System.setProperty("animus.vision.model", "animuslabs/Qwen2-VL-NSFW-Vision-1.2");
    }
    AnimusClient client = AnimusClient.fromEnv(vertx);

    Image drawn = client.chat("anna").generateImage("A lighthouse at night").blockingGet();
    Message question = Message.user("What is this?").showing(Attachment.at(drawn.location()));

    client
        .chat("anna")
        .send(question)
        .ofType(MessageCompleted.class)
        .blockingForEach(message -> System.out.println(message.content()));

    client.close().blockingAwait();
    vertx.close().await();
  }
}
