package dev.animus4j.recipes;

import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import io.vertx.core.Vertx;

/** Generates an image without a conversation, and prints its location and format. */
public final class GenerateAnImage {
  private GenerateAnImage() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    ImageModel images = RecipeImageModel.create(vertx);

    Image image = images.generate(ImageRequest.of("A lighthouse at night")).blockingGet();
    System.out.println("Kept at " + image.location());
    System.out.println(image.format());
    System.out.println("Made in " + image.generation().inferenceTime().toMillis() + " ms");

    vertx.close().await();
  }
}
