package dev.animus4j.image.provider.json;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.store.FileImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that draws many pictures at once: with which heap, its caller decides. */
public final class SmallHeapProcess {
  private SmallHeapProcess() {}

  /** Address of the provider, directory of the pictures, and how many of them. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    Http http = Http.create(vertx);
    Endpoint gemini =
        Endpoint.of("Gemini", arguments[0], Credentials.key("key"), Timeouts.images());
    FileImageStore store = new FileImageStore(vertx, Path.of(arguments[1]));
    GeminiImages images = GeminiImages.create(http, gemini, store, "gemini-3-pro-image");

    List<Image> drawn =
        Flowable.range(0, Integer.parseInt(arguments[2]))
            .flatMapSingle(at -> images.generate(ImageRequest.of("fox " + at)), false, 64)
            .toList()
            .blockingGet();

    long bytes = drawn.stream().mapToLong(image -> image.format().bytes()).sum();
    System.out.println(drawn.size() + " pictures, " + bytes + " bytes");
    vertx.close().await();
  }
}
