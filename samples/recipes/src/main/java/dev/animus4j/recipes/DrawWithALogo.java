package dev.animus4j.recipes;

import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.Asset;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.GeminiImages;
import dev.animus4j.image.provider.GeminiOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/** Draws with a logo, and goes on talking about the picture. */
public final class DrawWithALogo {
  private DrawWithALogo() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx, HttpOptions.defaults());
    FileImageStore store = FileImageStore.temporary(vertx);
    GeminiOptions options = GeminiOptions.of("gemini-3-pro-image");
    GeminiImages images = new GeminiImages(http, Provider.gemini(vertx), store, options);

    Image mark = images.generate(ImageRequest.of("A logo: a lighthouse")).blockingGet();
    Buffer bytes = store.read(mark.location()).reduce(Buffer::appendBuffer).blockingGet();
    Asset logo = new Asset(bytes, mark.format().mediaType(), "logo", "Lighthouse Coffee");

    ImageRequest poster = ImageRequest.of("A poster of a city with the logo").assets(logo);
    Image drawn = images.generate(poster.size(1024, 1536)).blockingGet();
    tell(drawn);
    tell(images.refine(drawn, "Make the colors more vibrant").blockingGet());

    http.close().blockingAwait();
    vertx.close().await();
  }

  private static void tell(Image image) {
    var format = image.format();
    System.out.printf(
        "%s: %d x %d, %s%n", image.prompt(), format.width(), format.height(), image.location());
  }
}
