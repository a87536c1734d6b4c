package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * File beside an image with its metadata as JSON. Blocks.
 *
 * @param image the file of the image
 */
record DescriptionFile(Path image) {
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /**
   * Writes it, for its owner alone, instead of an earlier one: at any moment there is one of them,
   * whole. An image that was deleted meanwhile leaves none.
   */
  DescriptionFile write(Path directory, Image description) throws IOException {
    TemporaryFile file = new TemporaryFile("description");
    try {
      file.open(directory).append(toJson(description)).moveTo(StoredFileName.description(name()));
      file.commit();
    } finally {
      file.discard();
    }
    if (Files.notExists(image)) {
      delete();
      throw new NoSuchFileException("the image was deleted");
    }
    return this;
  }

  private static Buffer toJson(Image description) {
    Buffer json = ImageJson.toJson(description);
    if (json.length() > MAX_BYTES) {
      throw StoreFailure.invalidRequest(
          "the description of the picture is larger than " + MAX_BYTES + " bytes");
    }
    return json;
  }

  /** Reads it; empty when there is none, or none that can be read. */
  Optional<Image> read() {
    try {
      return Files.size(path()) > MAX_BYTES
          ? Optional.empty()
          : Optional.of(ImageJson.parse(Buffer.buffer(Files.readAllBytes(path()))));
    } catch (IOException | AnimusException.Protocol none) {
      return Optional.empty();
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path());
  }

  private Path path() {
    return image.resolveSibling(StoredFileName.description(name()));
  }

  private String name() {
    return image.getFileName().toString();
  }
}
