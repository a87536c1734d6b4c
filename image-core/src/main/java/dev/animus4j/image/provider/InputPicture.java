package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Asset;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/**
 * A picture to send along.
 *
 * @param mediaType such as {@code image/png}
 * @param length of the file
 * @param bytes the file, read whenever it is sent
 */
record InputPicture(String mediaType, long length, Flowable<Buffer> bytes) {

  static InputPicture of(Asset asset) {
    return of(asset.mediaType(), asset.bytes());
  }

  /** One of ours, read from the store while it is sent. */
  static InputPicture of(Image image, ImageStore store) {
    Flowable<Buffer> bytes = Isolation.flowable(() -> store.read(image.location()));
    return new InputPicture(image.format().mediaType(), image.format().bytes(), bytes);
  }

  /**
   * The one in a data URL.
   *
   * @throws AnimusException.InvalidRequest when it is invalid
   */
  static InputPicture in(URI dataUrl, Origin origin) {
    try {
      DataUrl url = new DataUrl(dataUrl.toString(), origin);
      return of(url.mediaType(), url.whole());
    } catch (AnimusException.Protocol invalid) {
      throw given(invalid);
    }
  }

  private static AnimusException given(AnimusException invalid) {
    return new AnimusException.InvalidRequest(
        invalid.origin(), "the data: URL of the picture is invalid");
  }

  /** What the name of such a file ends in. */
  String extension() {
    String subtype = mediaType.substring(mediaType.indexOf('/') + 1);
    return subtype.equals("jpeg") ? "jpg" : subtype.replaceAll("[^a-z0-9]", "");
  }

  private static InputPicture of(String mediaType, Buffer bytes) {
    return new InputPicture(mediaType, bytes.length(), Flowable.just(bytes));
  }
}
