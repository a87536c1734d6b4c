package dev.animus4j.image;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/** Where the bytes of pictures are kept. Bytes stream through; they are never all in memory. */
public interface ImageStore {

  /**
   * Keeps a picture.
   *
   * @param model the model that made it, a hint for its name
   * @param bytes the file, subscribed to once, at the pace of the store
   * @return where it is and what it is, once it is safely kept. On failure or disposal nothing is
   *     left behind. What is no picture fails with {@link
   *     dev.animus4j.failure.AnimusException.Protocol}
   */
  Single<Stored> write(String model, Flowable<Buffer> bytes);

  /**
   * The file of a picture, at the pace of its reader; fails for what is not in this store. Nothing
   * is opened before subscription.
   */
  Flowable<Buffer> read(URI location);

  /** A picture in the store. */
  record Stored(URI location, Image.Format format) {}
}
