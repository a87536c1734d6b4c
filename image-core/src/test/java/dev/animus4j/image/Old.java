package dev.animus4j.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;

/** Pictures of a store that have been there for long. */
final class Old {
  private Old() {}

  /** So many, each a second younger than the one before, of so many bytes. */
  static void pictures(Path directory, int count, int bytes) throws IOException {
    Instant first = Instant.now().minusSeconds(1_000_000);
    for (int at = 0; at < count; at++) {
      picture(directory, bytes, first.plusSeconds(at));
    }
  }

  static Path picture(Path directory, int bytes, Instant written) throws IOException {
    String name = PictureName.of("m", UUID.randomUUID().toString(), "png");
    Path path = Files.write(directory.resolve(name), new byte[bytes]);
    return Files.setLastModifiedTime(path, FileTime.from(written));
  }

  static long left(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
