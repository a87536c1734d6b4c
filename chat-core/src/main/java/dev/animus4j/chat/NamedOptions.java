package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Options that nodes know by name, since code cannot be sent: each changes those of its own
 * conversation by the operator of that name.
 */
record NamedOptions(Map<String, UnaryOperator<ChatOptions>> options) {

  NamedOptions {
    options = Map.copyOf(options);
  }

  /** The name of options; null for those of the conversation itself. */
  @Nullable String name(ChatOptions sought, Chat chat) {
    if (sought.equals(chat.options())) {
      return null;
    }
    return options.entrySet().stream()
        .filter(known -> known.getValue().apply(chat.options()).equals(sought))
        .findFirst()
        .map(Map.Entry::getKey)
        .orElseThrow(
            () ->
                new AnimusException.InvalidRequest(
                    FailureOrigin.of("animus4j"),
                    "another node has the conversation, and knows options only by name: give them"
                        + " one with AnimusClientBuilder.namedOptions"));
  }

  /** The options of this name. */
  ChatOptions find(@Nullable String name, Chat chat) {
    UnaryOperator<ChatOptions> change = name == null ? UnaryOperator.identity() : options.get(name);
    if (change == null) {
      throw new AnimusException.InvalidRequest(
          FailureOrigin.of("animus4j"), "this node has no options named " + name);
    }
    return change.apply(chat.options());
  }
}
