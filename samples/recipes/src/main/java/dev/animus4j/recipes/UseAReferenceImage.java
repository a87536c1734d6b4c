package dev.animus4j.recipes;

import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Generates an image with a logo as reference, and refines the result. */
public final class UseAReferenceImage {
  private UseAReferenceImage() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx);
    FileImageStore store = FileImageStore.temporary(vertx);
    String model = "gemini-3-pro-image";
    GeminiImages images = GeminiImages.create(http, RecipeProvider.gemini(), store, model);

    Image mark = images.generate(ImageRequest.of("A logo: a lighthouse")).blockingGet();
    Buffer bytes = store.read(mark.location()).reduce(Buffer::appendBuffer).blockingGet();
    ReferenceImage logo =
        new ReferenceImage(bytes, mark.format().mediaType(), "logo", "Lighthouse Coffee");

    ImageRequest poster =
        ImageRequest.of("A poster of a city with the logo").withReferenceImages(logo);
    Image image = images.generate(poster.withSize(1024, 1536)).blockingGet();
    print(image);
    print(images.refine(image, "Make the colors more vibrant").blockingGet());

    http.close();
    vertx.close().await();
  }

  private static void print(Image image) {
    var format = image.format();
    System.out.printf(
        "%s: %d x %d, %s%n", image.prompt(), format.width(), format.height(), image.location());
  }
}
