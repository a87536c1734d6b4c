package dev.animus4j.image;

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
 * One look through the directory of a store, to remove what need not be kept any longer. All it
 * knows is what it finds there: names, sizes, and when a file was last written. Whatever is not
 * called like a picture of a store is not seen. It blocks.
 */
final class Sweep {
  /** What was written so recently is about to be used. */
  private static final Duration JUST_WRITTEN = Duration.ofMinutes(1);

  /** No picture takes so long to write. */
  private static final Duration ORPHANED = Duration.ofHours(1);

  private final Retention retention;
  private final Lending lending;
  private final Instant now;
  private @Nullable IOException failure;

  Sweep(Retention retention, Lending lending, Instant now) {
    this.retention = retention;
    this.lending = lending;
    this.now = now;
  }

  /** A file does not have to go for the others to go. Fails at the end with the first failure. */
  @Nullable Void through(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      List<Found> found = found(directory.toRealPath());
      found.stream().filter(this::isOrphaned).forEach(this::remove);
      pictures(found.stream().filter(Found::isPicture).sorted(Found.OLDEST_FIRST).toList());
    }
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private void pictures(List<Found> oldestFirst) {
    long bytes = oldestFirst.stream().mapToLong(Found::bytes).sum();
    for (Found picture : oldestFirst) {
      boolean tooOld = age(picture).compareTo(retention.age()) > 0;
      boolean mayGo = age(picture).compareTo(JUST_WRITTEN) > 0;
      if (mayGo && (tooOld || bytes > retention.bytes()) && remove(picture)) {
        bytes -= picture.bytes;
      }
    }
  }

  private boolean isOrphaned(Found file) {
    return PictureName.isDraft(file.name()) && age(file).compareTo(ORPHANED) > 0;
  }

  private Duration age(Found file) {
    return Duration.between(file.written, now);
  }

  private boolean remove(Found file) {
    if (!lending.withdraw(file.path)) {
      return false;
    }
    try {
      Files.deleteIfExists(file.path);
      return true;
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      return false;
    } finally {
      lending.forget(file.path);
    }
  }

  private static List<Found> found(Path directory) throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        add(entry, found);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return found;
  }

  private static void add(Path entry, List<Found> found) throws IOException {
    String name = entry.getFileName().toString();
    if (!PictureName.isPicture(name) && !PictureName.isDraft(name)) {
      return;
    }
    try {
      var file = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isRegularFile()) {
        found.add(new Found(entry, file.lastModifiedTime().toInstant(), file.size()));
      }
    } catch (NoSuchFileException goneMeanwhile) {
      // somebody else sweeps here too
    }
  }

  private record Found(Path path, Instant written, long bytes) {
    static final Comparator<Found> OLDEST_FIRST =
        Comparator.comparing(Found::written).thenComparing(Found::path);

    String name() {
      return path.getFileName().toString();
    }

    boolean isPicture() {
      return PictureName.isPicture(name());
    }
  }
}
