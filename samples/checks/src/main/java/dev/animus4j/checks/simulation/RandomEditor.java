package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Single;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Edits histories in a ledger at random, and says what is to come of it. */
final class RandomEditor {
  private final LedgerWorld world;
  private final RandomChoices random;
  private int count;

  RandomEditor(LedgerWorld world) {
    this.world = world;
    this.random = world.random();
  }

  /** Edits the history of a conversation. */
  void edit(Chat chat) {
    int at = random.upToInclusive(4);
    Message message = Message.assistant("edited " + ++count);
    HistoryEntry added = HistoryEntry.of(message, Instant.EPOCH);
    switch (random.upToInclusive(3)) {
      case 0 -> edit(chat, before -> List.of(), () -> chat.history().clear());
      case 1 ->
          edit(
              chat,
              before -> changed(before, at, list -> list.remove(at)),
              () -> chat.history().delete(at));
      case 2 ->
          edit(
              chat,
              before -> changed(before, at, it -> it.set(at, it.get(at).withMessage(message))),
              () -> chat.history().update(at, message));
      default -> insert(chat, at, added);
    }
  }

  private static List<HistoryEntry> changed(
      List<HistoryEntry> before, int at, Consumer<List<HistoryEntry>> change) {
    List<HistoryEntry> after = new ArrayList<>(before);
    if (at < after.size()) {
      change.accept(after);
    }
    return after;
  }

  /** Adds an entry in the middle of what is read. */
  private void insert(Chat chat, int at, HistoryEntry added) {
    var unused =
        chat.history()
            .get()
            .subscribe(
                read -> {
                  List<HistoryEntry> set = new ArrayList<>(read);
                  set.add(Math.min(at, read.size()), added);
                  edit(chat, before -> set, () -> chat.history().set(set));
                },
                failure -> {});
  }

  private void edit(
      Chat chat, UnaryOperator<List<HistoryEntry>> expected, Supplier<Single<?>> edit) {
    world.log().record(chat.id(), "is edited");
    world.journal(chat.id()).entries().allow(expected);
    var unused = edit.get().subscribe(done -> {}, failure -> {});
  }
}
