package dev.animus4j.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Java code of a document or of a Javadoc comment.
 *
 * @param line of the file, from 1, on which the code begins
 */
record Snippet(Path file, int line, String code) {
  static final Path ROOT = Path.of("../..");
  private static final Pattern MARKDOWN = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final Pattern JAVADOC = Pattern.compile("(?s)<pre>\\{@code\\n(.*?) *\\* }</pre>");

  /** The snippets of all documents and Javadoc comments. */
  static List<Snippet> all() {
    List<Path> places = List.of(Path.of("image-core"), Path.of("chat-core"), Path.of("samples"));
    Stream<Path> documents = Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve);
    Stream<Path> others = places.stream().map(ROOT::resolve).flatMap(Snippet::files);
    return Stream.concat(documents, others).flatMap(file -> in(file).stream()).toList();
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*(/README\\.md|/src/main/java/.*\\.java)"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The snippets of a file, in order. */
  static List<Snippet> in(Path file) {
    String text = read(file);
    Pattern pattern = file.toString().endsWith(".md") ? MARKDOWN : JAVADOC;
    return pattern.matcher(text).results().map(match -> of(file, text, match)).toList();
  }

  private static Snippet of(Path file, String text, MatchResult match) {
    int line = 1 + (int) text.substring(0, match.start(1)).lines().count();
    return new Snippet(file, line, match.group(1).replaceAll("(?m)^ *\\* ?", ""));
  }

  /** The only snippet of a document of the root that has these words. */
  static Snippet with(String document, String words) {
    List<Snippet> found =
        in(ROOT.resolve(document)).stream().filter(it -> it.code.contains(words)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " snippets of " + document + " with: " + words);
    }
    return found.get(0);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return ROOT.relativize(file) + ":" + line;
  }
}
