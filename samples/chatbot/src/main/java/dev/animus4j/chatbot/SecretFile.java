package dev.animus4j.chatbot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * File with the secret of a data directory, so that sessions outlive the process. The directory is
 * {@linkplain PrivateDirectory private}, and so is the file. All methods block.
 */
final class SecretFile {
  private SecretFile() {}

  /** The secret of this file, which is created with a random one if it is absent. */
  static SecretValue readOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return SecretValue.ofVariable("The file " + file, Files.readString(file).strip());
    } catch (IOException e) {
      String reason = e.getClass().getSimpleName();
      throw new IllegalStateException("The file " + file + " cannot be used (" + reason + ").", e);
    }
  }

  /** Never leaves a part of a secret. */
  private static void create(Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), "secret", ".part"); // for its owner only
    Files.writeString(part, SecretValue.random().value() + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
