package dev.animus4j.image.store;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images in the directory of a store, with what their files and descriptions say. Blocks. */
record DescribedImages(StoreDirectory directory) {
  /** Contains the header of most images. */
  private static final int PIECE = 8 * 1024;

  /** Describes an image of this directory; fails for any other file. */
  DescriptionFile describe(Image image) throws IOException {
    Path file;
    try {
      file = directory.resolveImage(image.location());
    } catch (IOException | IllegalArgumentException | FileSystemNotFoundException notHere) {
      throw StoreFailure.notFound(notHere);
    }
    return new DescriptionFile(file).write(directory.path(), image);
  }

  /** Finds an image of this directory, by its real location. */
  Optional<Image> find(URI location) throws IOException {
    Path file;
    try {
      file = directory.resolveExisting(location);
    } catch (IOException | IllegalArgumentException | FileSystemNotFoundException notHere) {
      return Optional.empty();
    }
    return format(file)
        .map(
            format ->
                new DescriptionFile(file)
                    .read()
                    .orElseGet(() -> Image.of("", location))
                    .withLocation(file.toUri())
                    .withFormat(format));
  }

  /** Lists the files of all images, oldest first. */
  List<StoredFile> list() throws IOException {
    return Files.isDirectory(directory.path())
        ? StoredFile.list(directory.path().toRealPath()).stream()
            .filter(StoredFile::isImage)
            .sorted(StoredFile.OLDEST_FIRST)
            .toList()
        : List.of();
  }

  /** Reads location and format of a file; empty if it is no image, or was deleted meanwhile. */
  static Optional<ImageStore.Stored> stored(StoredFile file) throws IOException {
    return format(file.path()).map(format -> new ImageStore.Stored(file.path().toUri(), format));
  }

  private static Optional<Image.Format> format(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      ImageInspector.Result header = header(bytes);
      return Optional.of(
          Image.Format.of(
              new ImageInspector.Result(header.type(), header.size(), Files.size(file))));
    } catch (NoSuchFileException | AnimusException noImage) {
      return Optional.empty();
    }
  }

  private static ImageInspector.Result header(InputStream bytes) throws IOException {
    ImageInspector imageInspector = new ImageInspector(Long.MAX_VALUE);
    Optional<ImageInspector.Result> header = Optional.empty();
    byte[] piece = bytes.readNBytes(PIECE);
    while (header.isEmpty() && piece.length > 0) {
      imageInspector.inspect(Buffer.buffer(piece));
      header = imageInspector.header();
      piece = header.isEmpty() ? bytes.readNBytes(PIECE) : piece;
    }
    return header.orElseGet(imageInspector::finish);
  }
}
