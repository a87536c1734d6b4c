package dev.animus4j.image.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sweep through the directory of a store that removes files beyond its retention. It uses only
 * names, sizes and times of last modification. Files not named like an image of a store are
 * ignored. Blocks.
 */
final class RetentionSweep {
  /** An image this recent may be about to be used. */
  private static final Duration MIN_AGE = Duration.ofMinutes(1);

  /** No image takes this long to write. */
  private static final Duration ORPHANED = Duration.ofHours(1);

  private final Retention retention;
  private final ReadLeases readLeases;
  private final Instant now;
  private @Nullable IOException failure;

  RetentionSweep(Retention retention, ReadLeases readLeases, Instant now) {
    this.retention = retention;
    this.readLeases = readLeases;
    this.now = now;
  }

  /** Goes on after a file that cannot be removed. Fails at the end with the first failure. */
  @Nullable Void run(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      List<StoredFile> files = listStoredFiles(directory.toRealPath());
      files.stream().filter(this::isOrphaned).forEach(this::remove);
      removeExpired(
          files.stream().filter(StoredFile::isImage).sorted(StoredFile.OLDEST_FIRST).toList());
    }
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private void removeExpired(List<StoredFile> oldestFirst) {
    long bytes = oldestFirst.stream().mapToLong(StoredFile::bytes).sum();
    for (StoredFile image : oldestFirst) {
      boolean tooOld = age(image).compareTo(retention.age()) > 0;
      boolean removable = age(image).compareTo(MIN_AGE) > 0;
      if (removable && (tooOld || bytes > retention.bytes()) && remove(image)) {
        bytes -= image.bytes;
      }
    }
  }

  private boolean isOrphaned(StoredFile file) {
    return StoredFileName.isTemporary(file.name()) && age(file).compareTo(ORPHANED) > 0;
  }

  private Duration age(StoredFile file) {
    return Duration.between(file.written, now);
  }

  private boolean remove(StoredFile file) {
    if (!readLeases.tryBlock(file.path)) {
      return false;
    }
    try {
      Files.deleteIfExists(file.path);
      return true;
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      return false;
    } finally {
      readLeases.unblock(file.path);
    }
  }

  private static List<StoredFile> listStoredFiles(Path directory) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        addIfStored(entry, files);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return files;
  }

  private static void addIfStored(Path entry, List<StoredFile> files) throws IOException {
    String name = entry.getFileName().toString();
    if (!StoredFileName.isImage(name) && !StoredFileName.isTemporary(name)) {
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

  private record StoredFile(Path path, Instant written, long bytes) {
    static final Comparator<StoredFile> OLDEST_FIRST =
        Comparator.comparing(StoredFile::written).thenComparing(StoredFile::path);

    String name() {
      return path.getFileName().toString();
    }

    boolean isImage() {
      return StoredFileName.isImage(name());
    }
  }
}
