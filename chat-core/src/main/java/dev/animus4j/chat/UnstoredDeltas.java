package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deltas that were published and not stored yet; consecutive ones are stored as one. */
final class UnstoredDeltas {
  private final List<StoredEvent> runs = new ArrayList<>(1);
  private final List<Integer> lengths = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable ChatEvent newest;
  private long first;

  void add(ChatEvent delta, String deltaText) {
    if (newest != null && !isNext(delta, newest)) {
      endRun();
    }
    if (newest == null) {
      first = delta.sequence();
    }
    newest = delta;
    lengths.add(deltaText.length());
    text.append(deltaText);
  }

  private static boolean isNext(ChatEvent delta, ChatEvent newest) {
    return delta.getClass() == newest.getClass()
        && delta.exchangeId().equals(newest.exchangeId())
        && delta.sequence() == newest.sequence() + 1;
  }

  /** Their text in chars, since they were last taken. */
  int length() {
    return text.length() + runs.size();
  }

  boolean isEmpty() {
    return newest == null && runs.isEmpty();
  }

  /** Removes and returns them. */
  List<StoredEvent> take() {
    endRun();
    List<StoredEvent> taken = List.copyOf(runs);
    runs.clear();
    return taken;
  }

  /** Puts them back, before all that were added later. */
  void restore(List<StoredEvent> taken) {
    runs.addAll(0, taken);
  }

  private void endRun() {
    if (newest != null) {
      String merged = text.toString();
      ChatEvent event =
          newest instanceof ReasoningTokens
              ? new ReasoningTokens(newest.stamp(), merged)
              : new MessageTokens(newest.stamp(), merged);
      runs.add(new StoredEvent(first, event, lengths.size() == 1 ? List.of() : lengths));
      newest = null;
      lengths.clear();
      text.setLength(0);
    }
  }
}
