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
 * Images of earlier requests, as far as the cache retains them. The weigher, the expiry and the
 * clock of the cache belong to its user and may throw: then it counts as empty, which is logged
 * once.
 */
final class ImageCache {
  private static final Logger LOG = LoggerFactory.getLogger(CachedImages.class);

  private final Cache<RequestKey, List<Image>> cache;
  private final AtomicBoolean failed = new AtomicBoolean();

  ImageCache(Cache<RequestKey, List<Image>> cache) {
    this.cache = cache;
  }

  @Nullable List<Image> find(RequestKey key) {
    try {
      return cache.getIfPresent(key);
    } catch (Throwable thrown) {
      logOnce(thrown);
      return null;
    }
  }

  void put(RequestKey key, List<Image> images) {
    if (!images.isEmpty()) {
      runLogged(() -> cache.put(key, List.copyOf(images)));
    }
  }

  /** Checks whether the files still exist; else removes the entry. Blocks. */
  boolean verifyFiles(RequestKey key, List<Image> images) {
    boolean allExist = images.stream().allMatch(ImageCache::fileExists);
    if (!allExist) {
      runLogged(() -> cache.asMap().remove(key, images));
    }
    return allExist;
  }

  private static boolean fileExists(Image image) {
    URI location = image.location();
    try {
      return !"file".equals(location.getScheme()) || Files.exists(Path.of(location));
    } catch (IllegalArgumentException noPath) {
      return false;
    }
  }

  private void runLogged(Action action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      logOnce(thrown);
    }
  }

  private void logOnce(Throwable thrown) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("The cache of pictures fails, which will not be said again", thrown);
    }
  }
}
