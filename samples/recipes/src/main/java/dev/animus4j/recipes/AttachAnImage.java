package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.image.Image;

/** Generates an image, then asks a model what it shows. */
public final class AttachAnImage {
  private AttachAnImage() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    if (System.getenv("ANIMUS_VISION_MODEL") == null) {
      System.setProperty("animus.vision.model", "animuslabs/Qwen2-VL-NSFW-Vision-1.2");
    }
    try (AnimusClient client = AnimusClient.fromEnv()) {
      Image image = client.chat("anna").generateImage("A lighthouse at night").blockingGet();
      Message question =
          Message.user("What is this?").withAttachments(Attachment.reference(image.location()));

      client
          .chat("anna")
          .send(question)
          .blockingForEach(event -> System.out.println(EventLine.of(event)));
    }
  }
}
