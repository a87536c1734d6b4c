package dev.animus4j.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The Java sources below a folder, read by the compiler's own parser. */
record Sources(List<SourceFile> list) {
  static Sources in(Path root) {
    try (var paths = Files.exists(root) ? Files.walk(root) : Stream.<Path>empty()) {
      return new Sources(parse(paths.filter(path -> path.toString().endsWith(".java")).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceFile> parse(List<Path> paths) throws IOException {
    if (paths.isEmpty()) {
      return List.of();
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    var units = manager.getJavaFileObjectsFromPaths(paths);
    var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
    var trees = DocTrees.instance(task);
    var files = new ArrayList<SourceFile>();
    for (CompilationUnitTree unit : task.parse()) {
      files.add(new SourceFile(unit, trees));
    }
    return files;
  }

  Stream<SourceFile> files() {
    return list.stream();
  }

  /** Every type and every method. */
  Stream<Declaration> declarations() {
    return files().flatMap(Sources::declarations);
  }

  private static Stream<Declaration> declarations(SourceFile file) {
    var found = new ArrayList<Declaration>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree tree, Void unused) {
        found.add(new Declaration(file, getCurrentPath()));
        return super.visitClass(tree, unused);
      }

      @Override
      public Void visitMethod(MethodTree tree, Void unused) {
        found.add(new Declaration(file, getCurrentPath()));
        return super.visitMethod(tree, unused);
      }
    }.scan(file.unit(), null);
    return found.stream();
  }
}
