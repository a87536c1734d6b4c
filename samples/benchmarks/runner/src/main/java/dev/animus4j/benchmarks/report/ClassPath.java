package dev.animus4j.benchmarks.report;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

/** Class path of a module, as written by the build. */
record ClassPath(Path classes, List<Path> libraries) {

  static ClassPath of(String module) throws IOException {
    Path target = Path.of("samples", "benchmarks", module, "target");
    Path list = target.resolve("classpath");
    if (!Files.exists(list)) {
      throw new IllegalStateException("run this from the root of the project, with its profile");
    }
    String[] names = Files.readString(list).strip().split(File.pathSeparator);
    return new ClassPath(
        target.resolve("classes").toAbsolutePath(), Arrays.stream(names).map(Path::of).toList());
  }

  String argument() {
    List<String> all = new ArrayList<>(List.of(classes.toString()));
    libraries.forEach(library -> all.add(library.toString()));
    return String.join(File.pathSeparator, all);
  }

  /** The paths without the harness and its logging: none of them is measured. */
  List<Path> measuredPaths() {
    return libraries.stream()
        .filter(path -> !path.toString().contains("benchmarks") && !isBinding(path))
        .toList();
  }

  double megabytes() throws IOException {
    long bytes = 0;
    for (Path library : measuredPaths()) {
      bytes += Files.isDirectory(library) ? packed(library) : Files.size(library);
    }
    return bytes / 1e6;
  }

  private static boolean isBinding(Path path) {
    return path.getFileName().toString().startsWith("slf4j-nop");
  }

  /** The size of a module of this build as a jar. */
  private static long packed(Path directory) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(packed)) {
          Files.copy(file, deflated);
        }
      }
    }
    return packed.size();
  }
}
