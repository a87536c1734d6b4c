package dev.animus4j.recipes;

import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.thumbnail.Thumbnails;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds an image as after a restart, refines it with all that is known of it, and shrinks it. */
public final class FindImagesAgain {
  private static final String MODEL = "gemini-3-pro-image";

  private FindImagesAgain() {}

  public static void main(String[] arguments) throws IOException {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx);
    var gemini = RecipeProvider.gemini();
    Path directory = Files.createTempDirectory("images");

    ImageStore before = new FileImageStore(vertx, directory);
    GeminiImages images = GeminiImages.create(http, gemini, before, MODEL);
    Image fox = images.generate(ImageRequest.of("A red fox in the snow")).blockingGet();

    ImageStore after = new FileImageStore(vertx, directory);
    after.list().blockingForEach(stored -> System.out.println("Stored: " + stored.format()));
    Image found = after.find(fox.location()).blockingGet();
    System.out.println("Found: " + found.prompt() + ", by " + found.generation().model());

    Image night =
        GeminiImages.create(http, gemini, after, MODEL).refine(found, "at night").blockingGet();
    System.out.println("Made from " + night.lineage().parent());
    var small = Thumbnails.create(after).thumbnail(night.location(), 96).blockingGet();
    System.out.println("Thumbnail: " + small.format());

    http.close();
    vertx.close().await();
  }
}
