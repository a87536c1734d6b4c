package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryEntry.Exclusion;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.AnimusException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reduction of a prompt that a provider refused for good, so that the newest user message may be
 * answered although an older entry is to blame: a picture whose address has expired, a call it does
 * not take, a conversation longer than the model's context.
 */
final class PromptReduction {
  private PromptReduction() {}

  /** Whether the same prompt would be refused again, because of what it says. */
  static boolean isRefusal(Throwable cause) {
    return cause instanceof AnimusException.ContentPolicy
        || cause instanceof AnimusException.ContextLengthExceeded
        || (cause instanceof AnimusException.InvalidRequest invalid
            && isOfMessages(invalid.origin().status()));
  }

  /** Not of the model's name, nor of a 200, as where the token limit left no room to answer. */
  private static boolean isOfMessages(int status) {
    return status != 404 && status / 100 != 2;
  }

  /**
   * The entries with more of those before the newest user message excluded; null when nothing is
   * left to exclude. Words are given up only where the context is too long, then the older half of
   * the entries, or where the message before was refused as well, then all.
   */
  static @Nullable List<HistoryEntry> reduce(List<HistoryEntry> entries, Throwable refusal) {
    List<HistoryEntry> reduced = new ArrayList<>(entries);
    int newest = newestUserIndex(entries);
    if (refusal instanceof AnimusException.ContextLengthExceeded) {
      excludeOlderHalf(reduced, newest);
    } else {
      if (refusal instanceof AnimusException.InvalidRequest) {
        excludeAllButText(reduced, newest);
      }
      if (reduced.equals(entries) && newest > 0 && !entries.get(newest - 1).isSent()) {
        exclude(reduced, sentBefore(reduced, newest));
      }
    }
    return reduced.equals(entries) ? null : reduced;
  }

  private static int newestUserIndex(List<HistoryEntry> entries) {
    int at = entries.size() - 1;
    while (at > 0 && entries.get(at).message().role() != Role.USER) {
      at--;
    }
    return at;
  }

  private static void excludeOlderHalf(List<HistoryEntry> entries, int newest) {
    List<Integer> sent = sentBefore(entries, newest);
    exclude(entries, sent.subList(0, (sent.size() + 1) / 2));
  }

  private static void excludeAllButText(List<HistoryEntry> entries, int newest) {
    for (int at = 0; at < newest; at++) {
      if (entries.get(at).sendsMoreThanText()) {
        entries.set(at, entries.get(at).withExcluded(Exclusion.ALL_BUT_TEXT));
      }
    }
  }

  private static void exclude(List<HistoryEntry> entries, List<Integer> indexes) {
    indexes.forEach(at -> entries.set(at, entries.get(at).withExcluded(Exclusion.MESSAGE)));
  }

  private static List<Integer> sentBefore(List<HistoryEntry> entries, int newest) {
    return IntStream.range(0, Math.max(0, newest))
        .filter(at -> entries.get(at).isSent())
        .boxed()
        .toList();
  }
}
