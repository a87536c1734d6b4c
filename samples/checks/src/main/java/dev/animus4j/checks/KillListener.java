package dev.animus4j.checks;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;

/**
 * Listener that hears a conversation from its beginning, whichever node has it, and prints that.
 */
record KillListener(String conversation) {

  void listen(ChatEvents events) {
    var unused =
        events
            .streamSince(conversation, 0)
            .subscribe(
                this::print,
                cause -> KillLine.print(KillLine.Kind.FAILURE, conversation, cause.toString()));
  }

  private void print(ChatEvent event) {
    KillLine.print(KillLine.Kind.HEARD, conversation, String.valueOf(event.sequence()));
  }
}
