package dev.animus4j.rules;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.PUBLIC;
import static javax.lang.model.element.Modifier.STATIC;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Locale;

/** A type or a method in a source file. */
record Declaration(SourceFile file, TreePath path) {
  Tree tree() {
    return path.getLeaf();
  }

  boolean isMethod() {
    return tree() instanceof MethodTree;
  }

  /** From the signature, without its annotations, to the closing brace. */
  long lines() {
    var type = tree() instanceof MethodTree method ? method.getReturnType() : null;
    return file.lastLine(tree()) - file.firstLine(type == null ? tree() : type) + 1;
  }

  boolean hasJavadoc() {
    return file.trees().getDocComment(path) != null;
  }

  /** Whether code outside the package can see it: it and all that it is declared in are public. */
  boolean isPublic() {
    var owner = new Declaration(file, path.getParentPath());
    return switch (owner.tree().getKind()) {
      case COMPILATION_UNIT -> modifiers().getFlags().contains(PUBLIC);
      case INTERFACE, ANNOTATION_TYPE ->
          !modifiers().getFlags().contains(PRIVATE) && owner.isPublic();
      case CLASS, RECORD, ENUM -> modifiers().getFlags().contains(PUBLIC) && owner.isPublic();
      default -> false;
    };
  }

  boolean isRecordConstructor() {
    return parent().getKind() == Tree.Kind.RECORD && name().equals("<init>");
  }

  /** What overrides, what belongs to a record's component, and the start of a program. */
  boolean isDocumentedElsewhere() {
    return tree() instanceof MethodTree && (overrides() || isOfAComponent() || isMain());
  }

  private boolean overrides() {
    return modifiers().getAnnotations().stream()
        .anyMatch(it -> it.getAnnotationType().toString().equals("Override"));
  }

  /** What a record's header documents: its canonical constructor, accessors and withers. */
  private boolean isOfAComponent() {
    if (!(parent() instanceof ClassTree record) || record.getKind() != Tree.Kind.RECORD) {
      return false;
    }
    List<String> components =
        record.getMembers().stream()
            .filter(it -> it instanceof VariableTree field && !isStatic(field))
            .map(it -> ((VariableTree) it).getName().toString().toLowerCase(Locale.ROOT))
            .toList();
    int parameters = ((MethodTree) tree()).getParameters().size();
    return name().equals("<init>")
        ? parameters == components.size()
        : parameters <= 1 && components.contains(plainName());
  }

  private String plainName() {
    String name = name().toLowerCase(Locale.ROOT);
    return name.startsWith("with") ? name.substring("with".length()) : name;
  }

  private static boolean isStatic(VariableTree field) {
    return field.getModifiers().getFlags().contains(STATIC);
  }

  private boolean isMain() {
    return name().equals("main") && modifiers().getFlags().contains(STATIC);
  }

  private Tree parent() {
    return path.getParentPath().getLeaf();
  }

  private ModifiersTree modifiers() {
    return tree() instanceof MethodTree method
        ? method.getModifiers()
        : ((ClassTree) tree()).getModifiers();
  }

  private String name() {
    return tree() instanceof MethodTree method
        ? method.getName().toString()
        : ((ClassTree) tree()).getSimpleName().toString();
  }

  @Override
  public String toString() {
    return file.path()
        + ":"
        + file.firstLine(tree())
        + " "
        + name().replace("<init>", "constructor");
  }
}
