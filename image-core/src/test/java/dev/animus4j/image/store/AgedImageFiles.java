package dev.animus4j.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/** Pictures of a store that have been there for long. */
public final class AgedImageFiles {
  private AgedImageFiles() {}

  /** So many, each a second younger than the one before, of so many bytes. */
  public static void pictures(Path directory, int count, int bytes) throws IOException {
    Instant first = Instant.now().minusSeconds(1_000_000);
    for (int at = 0; at < count; at++) {
      picture(directory, bytes, first.plusSeconds(at));
    }
  }

  static Path picture(Path directory, int bytes, Instant written) throws IOException {
    String name = StoredFileName.image("m", UUID.randomUUID().toString(), "png");
    Path path = Files.write(directory.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(path, FileTime.from(written));
  }

  public static long left(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
