package dev.animus4j.chatbot;

import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;

/**
 * Source images for refinements, as image models take them: by reference, so that none is read into
 * memory; with what its provider has to know of an image that it generated.
 */
record SourceImages(ImageRepository images) {

  /** Loads the image at a location; fails if there is none. */
  Single<Image> load(URI location) {
    return images
        .size(location)
        .flatMap(
            bytes ->
                images
                    .store()
                    .find(location)
                    .defaultIfEmpty(Image.of("", location))
                    .map(image -> image.withFormat(format(location, bytes))));
  }

  private static Image.Format format(URI location, long bytes) {
    return new Image.Format(ImageRepository.mediaType(ImageRepository.name(location)), 0, 0, bytes);
  }
}
