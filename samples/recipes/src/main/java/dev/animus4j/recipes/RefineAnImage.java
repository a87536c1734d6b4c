package dev.animus4j.recipes;

import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import io.vertx.core.Vertx;

/** Changes a picture step by step: each one knows which it was made from. */
public final class RefineAnImage {
  private RefineAnImage() {}

  public static void main(String[] arguments) {
    Vertx vertx = Provider.ready();
    ImageModel images = Painter.ready(vertx);

    Image first = images.generate(ImageRequest.of("A sunset over the ocean")).blockingGet();
    Image second = images.refine(first, "Make the colors more vibrant").blockingGet();
    System.out.println("First:  " + first.location());
    System.out.println("Second: " + second.location());
    System.out.println("made from " + second.lineage().parent());

    vertx.close().await();
  }
}
