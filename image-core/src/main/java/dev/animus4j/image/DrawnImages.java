package dev.animus4j.image;

import com.github.benmanes.caffeine.cache.Cache;
import io.reactivex.rxjava3.functions.Action;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was drawn before, as far as a cache keeps it. The weights, the expiry and the clock of the
 * cache are its user's, and may throw: then it is as if nothing were in it, which is logged once.
 */
final class DrawnImages {
  private static final Logger LOG = LoggerFactory.getLogger(CachedImages.class);

  private final Cache<RequestKey, List<Image>> cache;
  private final AtomicBoolean failed = new AtomicBoolean();

  DrawnImages(Cache<RequestKey, List<Image>> cache) {
    this.cache = cache;
  }

  @Nullable List<Image> find(RequestKey key) {
    try {
      return cache.getIfPresent(key);
    } catch (Throwable thrown) {
      tell(thrown);
      return null;
    }
  }

  void keep(RequestKey key, List<Image> images) {
    if (!images.isEmpty()) {
      change(() -> cache.put(key, List.copyOf(images)));
    }
  }

  /** Whether files are still where they were; else they are forgotten. It blocks. */
  boolean areThere(RequestKey key, List<Image> images) {
    boolean there = images.stream().allMatch(DrawnImages::isThere);
    if (!there) {
      change(() -> cache.asMap().remove(key, images));
    }
    return there;
  }

  private static boolean isThere(Image image) {
    URI location = image.location();
    try {
      return !"file".equals(location.getScheme()) || Files.exists(Path.of(location));
    } catch (IllegalArgumentException noPath) {
      return false;
    }
  }

  private void change(Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      tell(thrown);
    }
  }

  private void tell(Throwable thrown) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("The cache of pictures fails, which will not be said again", thrown);
    }
  }
}
