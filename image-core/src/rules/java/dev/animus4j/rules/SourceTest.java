package dev.animus4j.rules;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the main sources of this module must look; compiled into every module's tests. */
class SourceTest {
  private static final int FILE_LINES = Integer.getInteger("rules.fileLines", 200);
  private static final int METHOD_LINES = 25;
  private static final int PARAMETERS = 4;
  private static Sources sources;

  @BeforeAll
  static void read() {
    sources = Sources.in(Path.of("src/main/java"));
  }

  @Test
  void filesAreShort() {
    nothing(
        sources.files().filter(file -> file.lines() > FILE_LINES).map(SourceFile::toString),
        "longer than " + FILE_LINES + " lines");
  }

  @Test
  void methodsAreShort() {
    nothing(
        sources.declarations().filter(it -> it.isMethod() && it.lines() > METHOD_LINES),
        "longer than " + METHOD_LINES + " lines");
  }

  @Test
  void methodsTakeFewParameters() {
    nothing(
        sources
            .declarations()
            .filter(it -> it.isMethod() && !it.isRecordConstructor())
            .filter(it -> ((MethodTree) it.tree()).getParameters().size() > PARAMETERS),
        "with more than " + PARAMETERS + " parameters");
  }

  @Test
  void publicDeclarationsAreDocumented() {
    nothing(
        sources
            .declarations()
            .filter(it -> it.isPublic() && !it.isDocumentedElsewhere() && !it.hasJavadoc()),
        "public, without Javadoc");
  }

  @Test
  void packagesSayWhatMayBeNull() {
    Set<Path> marked =
        sources
            .files()
            .filter(SourceFile::isNullMarkedPackage)
            .map(SourceFile::folder)
            .collect(toSet());
    nothing(
        sources.files().map(SourceFile::folder).distinct().filter(it -> !marked.contains(it)),
        "without a @NullMarked package-info.java");
  }

  private static void nothing(Stream<?> found, String fault) {
    assertThat(found.map(Object::toString)).as(fault).isEmpty();
  }
}
