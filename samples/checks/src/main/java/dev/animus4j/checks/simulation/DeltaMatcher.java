package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.util.List;

/**
 * Matches received events to published ones: consecutive deltas of a response may be merged into
 * one.
 */
final class DeltaMatcher {
  private DeltaMatcher() {}

  /** How many of the published events were received: all from the first on, and nothing else. */
  static int countReceived(List<ChatEvent> received, List<ChatEvent> published) {
    int at = 0;
    for (ChatEvent event : received) {
      Invariant.holds(at < published.size(), "nobody told %s", event);
      at = published.get(at).equals(event) ? at + 1 : mergedEnd(event, published, at);
    }
    return at;
  }

  /** The end of the deltas merged into this one. */
  private static int mergedEnd(ChatEvent event, List<ChatEvent> published, int from) {
    StringBuilder words = new StringBuilder();
    int at = from;
    while (at < published.size() && published.get(at).sequence() <= event.sequence()) {
      boolean delta =
          published.get(at) instanceof MessageTokens
              && published.get(at).exchangeId().equals(event.exchangeId());
      Invariant.holds(delta, "instead of %s was heard %s", published.get(from), event);
      words.append(((MessageTokens) published.get(at++)).content());
    }
    boolean whole =
        at > from
            && published.get(at - 1).stamp().equals(event.stamp())
            && event instanceof MessageTokens delta
            && delta.content().contentEquals(words);
    Invariant.holds(whole, "'%s' was heard as %s", words, event);
    return at;
  }
}
