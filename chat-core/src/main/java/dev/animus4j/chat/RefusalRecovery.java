package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryEntry.Exclusion;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Recovery of a conversation from what a provider refuses for good. A refused prompt is sent again,
 * {@link PromptReduction reduced}; what had to be left out, or else the message that could not be
 * answered, stays in the history, but is not sent again.
 */
final class RefusalRecovery {
  private List<HistoryEntry> original = List.of();
  private List<HistoryEntry> accepted = List.of();

  /** The parts of the response to these entries, or to as many of them as the provider accepts. */
  Flowable<ChatUpdate> send(
      List<HistoryEntry> entries, Function<List<HistoryEntry>, Flowable<ChatUpdate>> call) {
    original = entries;
    accepted = entries;
    boolean reducible = entries.size() > 1;
    return reducible ? send(entries, call, 1) : call.apply(entries);
  }

  private Flowable<ChatUpdate> send(
      List<HistoryEntry> entries,
      Function<List<HistoryEntry>, Flowable<ChatUpdate>> call,
      int attempt) {
    boolean[] started = {false};
    accepted = entries;
    return call.apply(entries)
        .doOnNext(
            update -> started[0] = started[0] || !(update instanceof ChatUpdate.AttemptFailed))
        .onErrorResumeNext(
            cause -> {
              List<HistoryEntry> reduced = started[0] ? null : reduce(entries, cause);
              return reduced == null
                  ? Flowable.error(cause)
                  : Flowable.<ChatUpdate>just(attemptFailed((AnimusException) cause, attempt))
                      .concatWith(Flowable.defer(() -> send(reduced, call, attempt + 1)));
            });
  }

  private static @Nullable List<HistoryEntry> reduce(List<HistoryEntry> entries, Throwable cause) {
    return PromptReduction.isRefusal(cause) ? PromptReduction.reduce(entries, cause) : null;
  }

  private static ChatUpdate attemptFailed(AnimusException failure, int attempt) {
    return new ChatUpdate.AttemptFailed(new Retry.Attempt(attempt, Duration.ZERO, failure));
  }

  /** Excludes what the accepted prompt did without. */
  UnaryOperator<List<HistoryEntry>> exclusionOfOmitted() {
    Map<HistoryEntry, HistoryEntry> changed = new HashMap<>();
    for (int at = 0; at < original.size(); at++) {
      if (!accepted.get(at).equals(original.get(at))) {
        changed.put(original.get(at), accepted.get(at));
      }
    }
    return changed.isEmpty()
        ? Recorder.UNCHANGED
        : old -> old.stream().map(entry -> changed.getOrDefault(entry, entry)).toList();
  }

  /** Excludes a message that was refused, and what followed from it. */
  static UnaryOperator<List<HistoryEntry>> exclusionOf(Message message) {
    return old -> {
      List<HistoryEntry> entries = new ArrayList<>(old);
      int at = entries.size() - 1;
      while (at >= 0 && !isMessage(entries.get(at), message)) {
        at--;
      }
      for (boolean own = at >= 0; own; own = at < entries.size() && !isOfUser(entries.get(at))) {
        entries.set(at, entries.get(at).withExcluded(Exclusion.MESSAGE));
        at++;
      }
      return entries;
    };
  }

  private static boolean isMessage(HistoryEntry entry, Message message) {
    return entry.isSent() && entry.message().equals(message);
  }

  private static boolean isOfUser(HistoryEntry entry) {
    return entry.message().role() == Role.USER;
  }
}
