package dev.animus4j.recipes;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles a snippet as the body of a method of a {@link SnippetFixture}. A snippet that shows
 * imports has these and no others, else {@link #IMPORTS}. One that is an expression, without a
 * semicolon at its end, is assigned to a variable.
 */
final class SnippetCompiler {
  /** The imports of a snippet that shows none. */
  private static final List<String> IMPORTS =
      Stream.of(
              "dev.animus4j.chat.*",
              "dev.animus4j.chat.event.*",
              "dev.animus4j.chat.event.ExchangeEvent.*",
              "dev.animus4j.chat.event.ImageEvent.*",
              "dev.animus4j.chat.event.MessageEvent.*",
              "dev.animus4j.chat.event.ToolEvent.*",
              "dev.animus4j.chat.guard.*",
              "dev.animus4j.chat.history.*",
              "dev.animus4j.chat.ledger.*",
              "dev.animus4j.chat.ledger.postgres.*",
              "dev.animus4j.chat.ledger.sqlite.*",
              "dev.animus4j.chat.model.*",
              "dev.animus4j.chat.provider.gemini.*",
              "dev.animus4j.chat.provider.openai.*",
              "dev.animus4j.chat.turn.*",
              "dev.animus4j.http.*",
              "dev.animus4j.image.*",
              "dev.animus4j.image.store.*",
              "dev.animus4j.resilience.*",
              "dev.animus4j.simulator.*",
              "io.reactivex.rxjava3.core.*",
              "io.vertx.core.Vertx",
              "java.time.Duration",
              "java.util.List",
              "java.util.Map",
              "static org.assertj.core.api.Assertions.*")
          .map(name -> "import " + name + ";")
          .toList();

  private final Path folder;

  SnippetCompiler(Path folder) {
    this.folder = folder;
  }

  SnippetFixture compile(Snippet snippet) throws Exception {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    String lint = "-Xlint:deprecation,rawtypes,removal,unchecked";
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"), lint);
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, null, found, options, null, List.of(source(snippet.code())))
        .call();
    String problems =
        found.getDiagnostics().stream().map(it -> text(it, snippet)).collect(joining("\n"));
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    URL[] classes = {folder.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(classes, SnippetFixture.class.getClassLoader());
    return (SnippetFixture) loader.loadClass("Pasted").getConstructor().newInstance();
  }

  /** The second line of the source is the first one of the snippet. */
  private static JavaFileObject source(String code) {
    List<String> imports = code.lines().filter(it -> it.startsWith("import ")).collect(toList());
    String header = String.join(" ", imports.isEmpty() ? IMPORTS : imports);
    String statements = code.replaceAll("(?m)^import .*;", "");
    boolean isExpression = !code.replaceAll("(?m)(^|\\s)//.*", "").strip().matches("(?s).*[;}]");
    String text =
        header
            + " public class Pasted extends dev.animus4j.recipes.SnippetFixture {"
            + " @Override public void run() throws Exception {"
            + (isExpression ? " Object value = \n" : "\n")
            + statements
            + (isExpression ? ";" : "")
            + (code.contains("\nAnimusClient client = ") ? "\nuse(client);" : "")
            + "\n}}";
    return new SimpleJavaFileObject(
        URI.create("string:///Pasted.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static String text(Diagnostic<?> problem, Snippet snippet) {
    long line = snippet.line() + problem.getLineNumber() - 2;
    return Snippet.ROOT.relativize(snippet.file())
        + ":%d: %s".formatted(line, problem.getMessage(Locale.ROOT));
  }
}
