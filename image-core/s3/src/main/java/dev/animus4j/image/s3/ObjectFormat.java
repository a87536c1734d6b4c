package dev.animus4j.image.s3;

import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.format.PixelSize;
import io.reactivex.rxjava3.core.Maybe;
import org.jspecify.annotations.Nullable;

/** Format of an image in the metadata of its object, so that the object need not be read. */
record ObjectFormat(S3Api api) {
  private static final String WIDTH = "x-amz-meta-width";
  private static final String HEIGHT = "x-amz-meta-height";

  /**
   * Adds the format to a request that creates an object.
   *
   * @param size null when it is not known yet
   */
  static S3Request addTo(S3Request request, ImageType type, @Nullable PixelSize size) {
    S3Request typed = request.withHeader("Content-Type", type.mediaType());
    return size == null
        ? typed
        : typed
            .withHeader(WIDTH, Integer.toString(size.width()))
            .withHeader(HEIGHT, Integer.toString(size.height()));
  }

  /**
   * Reads the format of an image, from its first bytes if the object does not tell it; empty when
   * there is no such object, or when it is no image.
   */
  Maybe<Image.Format> read(String key) {
    return api.head(key, ObjectFormat::metadata)
        .flatMapMaybe(format -> isKnown(format) ? Maybe.just(format) : inspect(key, format.bytes()))
        .onErrorComplete(S3Failures::isNotFound);
  }

  private static Image.Format metadata(StreamedResponse head) {
    int width = (int) number(head.header(WIDTH));
    int height = (int) number(head.header(HEIGHT));
    long bytes = number(head.header("Content-Length"));
    return new Image.Format(head.mediaType(), width, height, bytes);
  }

  private static boolean isKnown(Image.Format format) {
    return format.mediaType().startsWith("image/")
        && format.width() > 0
        && format.height() > 0
        && format.bytes() > 0;
  }

  private Maybe<Image.Format> inspect(String key, long bytes) {
    return Maybe.defer(
        () -> {
          ObjectHeader header = new ObjectHeader(bytes);
          return new ObjectRead(api, key)
              .bytes()
              .takeUntil(header::append)
              .ignoreElements()
              .andThen(Maybe.defer(() -> Maybe.fromOptional(header.format())));
        });
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
