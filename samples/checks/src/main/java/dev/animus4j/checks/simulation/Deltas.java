package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.util.List;

/**
 * Compares what was heard to what was told: of an answer, deltas that follow each other may be one.
 */
final class Deltas {
  private Deltas() {}

  /** How many of the events that were told were heard: all from the first on, and nothing else. */
  static int heard(List<ChatEvent> heard, List<ChatEvent> told) {
    int at = 0;
    for (ChatEvent event : heard) {
      Rule.that(at < told.size(), "nobody told %s", event);
      at = told.get(at).equals(event) ? at + 1 : merged(event, told, at);
    }
    return at;
  }

  /** Where the deltas end that this one is made of. */
  private static int merged(ChatEvent event, List<ChatEvent> told, int from) {
    StringBuilder words = new StringBuilder();
    int at = from;
    while (at < told.size() && told.get(at).sequence() <= event.sequence()) {
      boolean delta =
          told.get(at) instanceof MessageTokens
              && told.get(at).exchangeId().equals(event.exchangeId());
      Rule.that(delta, "instead of %s was heard %s", told.get(from), event);
      words.append(((MessageTokens) told.get(at++)).content());
    }
    boolean whole =
        at > from
            && told.get(at - 1).stamp().equals(event.stamp())
            && event instanceof MessageTokens delta
            && delta.content().contentEquals(words);
    Rule.that(whole, "'%s' was heard as %s", words, event);
    return at;
  }
}
