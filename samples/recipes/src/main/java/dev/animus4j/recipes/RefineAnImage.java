package dev.animus4j.recipes;

import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import io.vertx.core.Vertx;

/** Refines an image: the lineage of the second one names its parent. */
public final class RefineAnImage {
  private RefineAnImage() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    ImageModel images = RecipeImageModel.create(vertx);

    Image first = images.generate(ImageRequest.of("A sunset over the ocean")).blockingGet();
    Image second = images.refine(first, "Make the colors more vibrant").blockingGet();
    System.out.println("First:  " + first.location());
    System.out.println("Second: " + second.location());
    System.out.println("made from " + second.lineage().parent());

    vertx.close().await();
  }
}
