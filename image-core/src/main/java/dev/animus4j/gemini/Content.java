package dev.animus4j.gemini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of one role in a conversation.
 *
 * @param role {@code user} or {@code model}; null for an instruction
 * @param parts in order, at least one
 */
public record Content(@Nullable String role, List<Part> parts) {
  /** Copies the parts. */
  public Content {
    parts = List.copyOf(parts);
  }

  /** Creates a content of the user. */
  public static Content user(List<Part> parts) {
    return new Content("user", parts);
  }

  /** Creates a content of the model. */
  public static Content model(List<Part> parts) {
    return new Content("model", parts);
  }
}
