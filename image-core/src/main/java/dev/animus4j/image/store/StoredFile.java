package dev.animus4j.image.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * File of a store: an image, the description of one, or a temporary file.
 *
 * @param written the time of its last modification
 * @param bytes its size
 */
record StoredFile(Path path, Instant written, long bytes) {
  static final Comparator<StoredFile> OLDEST_FIRST =
      Comparator.comparing(StoredFile::written).thenComparing(StoredFile::path);

  /** Lists the files of a store in a directory, in any order; none if it does not exist. Blocks. */
  static List<StoredFile> list(Path directory) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        addIfStored(entry, files);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (NoSuchFileException removed) {
      return List.of();
    }
    return files;
  }

  private static void addIfStored(Path entry, List<StoredFile> files) throws IOException {
    if (!StoredFileName.isOfStore(entry.getFileName().toString())) {
      return;
    }
    try {
      var file = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isRegularFile()) {
        files.add(new StoredFile(entry, file.lastModifiedTime().toInstant(), file.size()));
      }
    } catch (NoSuchFileException removedMeanwhile) {
      // another process sweeps here too
    }
  }

  boolean isImage() {
    return StoredFileName.isImage(name());
  }

  boolean isDescription() {
    return StoredFileName.isDescription(name());
  }

  boolean isTemporary() {
    return StoredFileName.isTemporary(name());
  }

  /** The image that a description is of. */
  Path describedImage() {
    return path.resolveSibling(StoredFileName.describedImage(name()));
  }

  /** Returns the same file, counted as larger by this many bytes. */
  StoredFile plusBytes(long more) {
    return new StoredFile(path, written, bytes + more);
  }

  private String name() {
    return path.getFileName().toString();
  }
}
