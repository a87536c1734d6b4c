package dev.animus4j.recipes;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Generates an image once for concurrent equal requests, and takes it from the cache later. */
public final class CacheImages {
  private CacheImages() {}

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    ImageModel images =
        RecipeImageModel.create(vertx)
            .withCache(
                Caffeine.newBuilder().maximumSize(500).expireAfterWrite(Duration.ofHours(1)));

    ImageRequest request = ImageRequest.of("A harbour at dawn");
    long distinct =
        Flowable.range(1, 10)
            .flatMapSingle(caller -> images.generate(request))
            .distinct(Image::location)
            .count()
            .blockingGet();
    System.out.println("10 callers at the same time share pictures: " + distinct);

    Image found = images.generate(request).blockingGet();
    System.out.println("Found in the cache: " + found.cached() + ", " + found.location());
    vertx.close().await();
  }
}
