package dev.animus4j.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key store with a certificate for 127.0.0.1 that nobody else has signed. */
final class PrivateCertificate {
  static final String PASSWORD = "changeit";

  private PrivateCertificate() {}

  /** Creates the key store in this directory, unless it is there. */
  static synchronized Path create(Path directory) {
    Path store = directory.resolve("private.p12");
    if (!Files.exists(store)) {
      run(store);
    }
    return store;
  }

  private static void run(Path store) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String[] command = {
      keytool,
      "-genkeypair",
      "-alias",
      "acme",
      "-keyalg",
      "EC",
      "-dname",
      "CN=acme",
      "-ext",
      "SAN=IP:127.0.0.1",
      "-storetype",
      "PKCS12",
      "-storepass",
      PASSWORD,
      "-keystore",
      store.toString()
    };
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new AssertionError(output);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
