package dev.animus4j.image.provider;

import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that keeps whatever it is given in memory, and knows whether it still waits for more. */
public final class RecordingImageStore implements ImageStore {
  public final List<Buffer> pictures = new ArrayList<>();
  private final Map<URI, Buffer> byLocation = new HashMap<>();
  private int stored;
  public int begun;
  public int open;

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          begun++;
          open++;
          return bytes
              .collect(Buffer::buffer, Buffer::appendBuffer)
              .map(this::kept)
              .doFinally(() -> open--);
        });
  }

  private Stored kept(Buffer picture) {
    pictures.add(picture);
    URI location = URI.create("memory:" + ++stored);
    byLocation.put(location, picture);
    return new Stored(location, new Image.Format(model(), 0, 0, picture.length()));
  }

  private static String model() {
    return "image/any";
  }

  @Override
  public Completable delete(URI location) {
    return Completable.fromAction(
        () -> {
          Buffer deleted = byLocation.remove(location);
          pictures.removeIf(picture -> picture == deleted);
        });
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return Flowable.just(byLocation.get(location));
  }
}
