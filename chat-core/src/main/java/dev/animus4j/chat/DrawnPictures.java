package dev.animus4j.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import java.net.URI;
import java.time.Duration;

/**
 * The pictures that were shown lately, with what their providers want to hear again when they are
 * changed. Of those that are forgotten, the history knows enough to change them as any picture.
 */
final class DrawnPictures {
  private static final int RECORD = 1_000;
  private static final long MOST = 64L << 20;

  private final Cache<URI, Image> made =
      Caffeine.newBuilder()
          .maximumWeight(MOST)
          .weigher(DrawnPictures::weight)
          .executor(Runnable::run)
          .build();

  void add(Image image) {
    made.put(image.location(), image);
  }

  /** A request to change {@code picture}. */
  ImageRequest changing(Entry.Picture picture, String prompt) {
    ImageRequest request = ImageRequest.of(prompt);
    Image image = made.getIfPresent(picture.location());
    if (image != null) {
      return request.changing(image);
    }
    return picture.format() == null
        ? request.changing(picture.location())
        : request.changing(known(picture, picture.format()));
  }

  private static Image known(Entry.Picture picture, Image.Format format) {
    Image.Generation made = new Image.Generation("", "", null, Duration.ZERO, null, null);
    Image.Lineage lineage = new Image.Lineage(picture.published(), null, null);
    return new Image(picture.location(), format, picture.prompt(), made, lineage, false);
  }

  /** About what it takes, in bytes. */
  private static int weight(URI location, Image image) {
    JsonNode memo = image.lineage().memo();
    return RECORD + (memo == null ? 0 : memo.toString().length());
  }
}
