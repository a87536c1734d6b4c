package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/**
 * Image that is sent with a request.
 *
 * @param mediaType such as {@code image/png}
 * @param length the length of the file in bytes
 * @param bytes the file, read whenever it is sent
 */
public record InputImage(String mediaType, long length, Flowable<Buffer> bytes) {

  /** A source or reference image as a provider is sent it. */
  public static InputImage of(ReferenceImage reference) {
    Buffer bytes = reference.bytes();
    return new InputImage(reference.mediaType(), bytes.length(), Flowable.just(bytes));
  }

  /** Returns an image of our store, read while it is sent. */
  public static InputImage of(Image image, ImageStore store) {
    Flowable<Buffer> bytes = FaultIsolation.flowable(() -> store.read(image.location()));
    return new InputImage(image.format().mediaType(), image.format().bytes(), bytes);
  }

  /**
   * Returns the image in a data URL.
   *
   * @throws AnimusException.InvalidRequest when it is invalid
   */
  public static InputImage ofDataUrl(URI dataUrl, FailureOrigin origin) {
    return of(new DataUrl(dataUrl.toString(), origin).toReferenceImage());
  }

  /** The file name extension of its media type. */
  public String extension() {
    String subtype = mediaType.substring(mediaType.indexOf('/') + 1);
    return subtype.equals("jpeg") ? "jpg" : subtype.replaceAll("[^a-z0-9]", "");
  }
}
