package dev.animus4j.chat;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a conversation remembers, to read and to edit. Positions count from 0, oldest first. Nothing
 * happens before subscription. An edit is atomic, and does not disturb an exchange under way.
 */
public final class ChatHistory {
  private final String id;
  private final History history;

  ChatHistory(String id, History history) {
    this.id = id;
    this.history = history;
  }

  /** All of it, with the summary where there is one. */
  public Single<List<Entry>> get() {
    return history.recent(id, Integer.MAX_VALUE);
  }

  /**
   * Replaces all of it. What a model could not be sent is left out: system messages, and messages
   * that say nothing and call nothing.
   *
   * @return how many entries were taken
   */
  public Single<Integer> set(List<Entry> entries) {
    List<Entry> valid = entries.stream().filter(entry -> valid(entry.message())).toList();
    return history.edit(id, old -> valid).map(old -> valid.size());
  }

  /**
   * Replaces one message. What was known about it otherwise stays.
   *
   * @return whether there is such a position, and the message is one a model can be sent
   */
  public Single<Boolean> update(int index, Message message) {
    if (!valid(message)) {
      return Single.just(false);
    }
    return editAt(index, entries -> entries.set(index, entries.get(index).saying(message)));
  }

  /**
   * Forgets one entry.
   *
   * @return whether there was one
   */
  public Single<Boolean> delete(int index) {
    return editAt(index, entries -> entries.remove(index));
  }

  /**
   * Forgets everything.
   *
   * @return how many entries there were
   */
  public Single<Integer> clear() {
    return history.edit(id, old -> List.of()).map(List::size);
  }

  private Single<Boolean> editAt(int index, Consumer<List<Entry>> change) {
    return history
        .edit(
            id,
            old -> {
              List<Entry> entries = new ArrayList<>(old);
              if (isWithin(index, old)) {
                change.accept(entries);
              }
              return entries;
            })
        .map(old -> isWithin(index, old));
  }

  private static boolean isWithin(int index, List<Entry> entries) {
    return index >= 0 && index < entries.size();
  }

  private static boolean valid(Message message) {
    return message.role() != Role.SYSTEM && !message.isEmpty();
  }
}
