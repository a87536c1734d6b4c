package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The history of a conversation, to read and to edit. Indexes count from 0, oldest first. Every
 * operation starts on subscription. An edit is atomic, and does not disturb a running exchange.
 */
public final class ChatHistory {
  private final String id;
  private final HistoryStore history;

  ChatHistory(String id, HistoryStore history) {
    this.id = id;
    this.history = history;
  }

  /** All entries, with the summary where there is one. */
  @CheckReturnValue
  public Single<List<HistoryEntry>> get() {
    return observe(history.recentEntries(id, Integer.MAX_VALUE));
  }

  /**
   * Replaces all entries. Those that no provider accepts are left out: system messages, and
   * messages with neither content nor tool calls.
   *
   * @return how many entries were stored
   */
  @CheckReturnValue
  public Single<Integer> set(List<HistoryEntry> entries) {
    List<HistoryEntry> valid = entries.stream().filter(entry -> isValid(entry.message())).toList();
    return observe(history.edit(id, old -> valid)).map(old -> valid.size());
  }

  /**
   * Replaces the message of an entry; its other fields stay.
   *
   * @return whether the index exists, and the message is one that providers accept
   */
  @CheckReturnValue
  public Single<Boolean> update(int index, Message message) {
    if (!isValid(message)) {
      return Single.just(false);
    }
    return editAt(index, entries -> entries.set(index, entries.get(index).withMessage(message)));
  }

  /**
   * Deletes one entry.
   *
   * @return whether there was one
   */
  @CheckReturnValue
  public Single<Boolean> delete(int index) {
    return editAt(index, entries -> entries.remove(index));
  }

  /**
   * Deletes all entries.
   *
   * @return how many there were
   */
  @CheckReturnValue
  public Single<Integer> clear() {
    return observe(history.edit(id, old -> List.of())).map(List::size);
  }

  private Single<Boolean> editAt(int index, Consumer<List<HistoryEntry>> change) {
    return observe(
            history.edit(
                id,
                old -> {
                  List<HistoryEntry> entries = new ArrayList<>(old);
                  if (isWithin(index, old)) {
                    change.accept(entries);
                  }
                  return entries;
                }))
        .map(old -> isWithin(index, old));
  }

  /** Off the event loop of the conversation, for a caller that may block. */
  private static <T> Single<T> observe(Single<T> result) {
    return CallerContext.observeOffEventLoop(result.toFlowable()).singleOrError();
  }

  private static boolean isWithin(int index, List<HistoryEntry> entries) {
    return index >= 0 && index < entries.size();
  }

  private static boolean isValid(Message message) {
    return message.role() != Role.SYSTEM && !message.isEmpty();
  }
}
