package dev.animus4j.image.store;

import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process of its own that draws a picture, and when it is told to end, waits for it. */
public final class DrawingProcess {
  private DrawingProcess() {}

  /** Address of the provider, and directory of the pictures. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    FluxWorkerImages images =
        FluxWorkerImages.create(
            Http.create(vertx),
            FluxWorkerImages.endpoint(arguments[0]),
            new FileImageStore(vertx, Path.of(arguments[1])));
    Single<Image> first = images.generate(ImageRequest.of("a fox")).cache();
    first.subscribe(image -> {}, failed -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(vertx, images, first)));
    LockSupport.park();
  }

  private static void end(Vertx vertx, FluxWorkerImages images, Single<Image> first) {
    while (hasFileCache(vertx)) {
      Thread.onSpinWait();
    }
    System.out.println("ending");
    tell(first);
    tell(images.generate(ImageRequest.of("another fox")));
  }

  /** Vert.x removes it in a shutdown hook of its own; its file system fails from then on. */
  private static boolean hasFileCache(Vertx vertx) {
    try {
      vertx.fileSystem().existsBlocking("pictures");
      return true;
    } catch (IllegalStateException removed) {
      return false;
    }
  }

  private static void tell(Single<Image> image) {
    System.out.println(
        image
            .map(drawn -> drawn.location().toString())
            .onErrorReturn(String::valueOf)
            .blockingGet());
  }
}
