package dev.animus4j.image.store;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sweep through the directory of a store that removes files beyond its retention. It uses only
 * names, sizes and times of last modification. Files not named like an image of a store are
 * ignored. Blocks.
 */
final class RetentionSweep {
  /** An image this recent may be about to be used, or described. */
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
      List<StoredFile> files = StoredFile.list(directory.toRealPath());
      files.stream().filter(this::isOrphaned).forEach(this::remove);
      Map<Path, Long> descriptions =
          files.stream()
              .filter(StoredFile::isDescription)
              .collect(toMap(StoredFile::describedImage, StoredFile::bytes));
      removeExpired(
          files.stream()
              .filter(StoredFile::isImage)
              .sorted(StoredFile.OLDEST_FIRST)
              .map(image -> image.plusBytes(descriptions.getOrDefault(image.path(), 0L)))
              .toList());
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
        bytes -= image.bytes();
      }
    }
  }

  private boolean isOrphaned(StoredFile file) {
    return file.isTemporary()
        ? age(file).compareTo(ORPHANED) > 0
        : file.isDescription()
            && age(file).compareTo(MIN_AGE) > 0
            && Files.notExists(file.describedImage());
  }

  private Duration age(StoredFile file) {
    return Duration.between(file.written(), now);
  }

  private boolean remove(StoredFile file) {
    if (!readLeases.tryBlock(file.path())) {
      return false;
    }
    try {
      Files.deleteIfExists(file.path());
      if (file.isImage()) {
        new DescriptionFile(file.path()).delete();
      }
      return true;
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      return false;
    } finally {
      readLeases.unblock(file.path());
    }
  }
}
