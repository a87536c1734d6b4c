package dev.animus4j.recipes;

import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import io.vertx.core.Vertx;

/** Draws without any chat, and looks at what came of it. */
public final class DrawDirectly {
  private DrawDirectly() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    ImageModel images = Painter.ready(vertx);

    Image image = images.generate(ImageRequest.of("A lighthouse at night")).blockingGet();
    System.out.println("Kept at " + image.location());
    System.out.println(image.format());
    System.out.println("Made in " + image.generation().inferenceTime().toMillis() + " ms");

    vertx.close().await();
  }
}
