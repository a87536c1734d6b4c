package dev.animus4j.rules;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** One source file, parsed. */
record SourceFile(CompilationUnitTree unit, DocTrees trees) {
  Path path() {
    return Path.of(unit.getSourceFile().toUri());
  }

  Path folder() {
    return path().getParent();
  }

  long lines() {
    try {
      return unit.getSourceFile().getCharContent(true).toString().lines().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isNullMarkedPackage() {
    return unit.getPackageAnnotations().stream()
        .anyMatch(it -> it.getAnnotationType().toString().endsWith("NullMarked"));
  }

  long firstLine(Tree tree) {
    return unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, tree));
  }

  long lastLine(Tree tree) {
    return unit.getLineMap().getLineNumber(trees.getSourcePositions().getEndPosition(unit, tree));
  }

  @Override
  public String toString() {
    return path() + " (" + lines() + " lines)";
  }
}
