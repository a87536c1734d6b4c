package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Optional;

/**
 * Image that is sent with a request.
 *
 * @param mediaType such as {@code image/png}
 * @param length the length of the file in bytes
 * @param bytes the file, read whenever it is sent
 */
public record InputImage(String mediaType, long length, Flowable<Buffer> bytes) {

  /**
   * A reference image as a provider is sent it; its bytes decide on its media type.
   *
   * @throws AnimusException.InvalidRequest when it is no image but a text, or empty
   */
  public static InputImage of(ReferenceImage reference, FailureOrigin origin) {
    Buffer bytes = reference.bytes();
    String mediaType = InputType.require(bytes, reference.mediaType(), origin);
    return new InputImage(mediaType, bytes.length(), Flowable.just(bytes));
  }

  /** Returns an image of our store, read while it is sent. */
  public static InputImage of(Image image, ImageStore store) {
    Flowable<Buffer> bytes = FaultIsolation.flowable(() -> store.read(image.location()));
    return new InputImage(image.format().mediaType(), image.format().bytes(), bytes);
  }

  /**
   * Returns the image in a data URL; its bytes decide on its media type.
   *
   * @throws AnimusException.InvalidRequest when it is invalid
   */
  public static InputImage ofDataUrl(URI dataUrl, FailureOrigin origin) {
    return of(new DataUrl(dataUrl.toString(), origin).toReferenceImage(), origin);
  }

  /**
   * Returns the file of the image to change, in our store or in a data URL; empty if there is none.
   *
   * @throws AnimusException.InvalidRequest when it is at any other address
   */
  public static Optional<InputImage> sourceOf(
      ImageRequest request, ImageStore store, FailureOrigin origin) {
    if (request.source() instanceof ImageRequest.Source.Made made) {
      return Optional.of(of(made.image(), store));
    }
    if (request.source() instanceof ImageRequest.Source.At at) {
      if (!DataUrl.isDataUrl(at.address().toString())) {
        throw new AnimusException.InvalidRequest(origin, "cannot change a picture at an address");
      }
      return Optional.of(ofDataUrl(at.address(), origin));
    }
    return Optional.empty();
  }

  /**
   * Checks a request to a model that takes no masks.
   *
   * @throws AnimusException.InvalidRequest when there is one
   */
  public static void requireNoMask(ImageRequest request, FailureOrigin origin) {
    if (request.referenceImages().stream().anyMatch(ReferenceImage::isMask)) {
      throw new AnimusException.InvalidRequest(
          origin, "takes no mask: say in the prompt where to change the picture");
    }
  }

  /** The file name extension of its media type. */
  public String extension() {
    String subtype = mediaType.substring(mediaType.indexOf('/') + 1);
    return subtype.equals("jpeg") ? "jpg" : subtype.replaceAll("[^a-z0-9]", "");
  }
}
