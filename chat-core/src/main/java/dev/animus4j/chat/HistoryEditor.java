package dev.animus4j.chat;

import dev.animus4j.failure.AnimusException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Edits the history in a ledger: each edit is read, changed and stored alone.
 *
 * @param onStored given each step that is stored
 * @param onDoubt given an edit after which nobody knows what is stored, and the failure
 */
record HistoryEditor(
    LedgerSession session,
    SerialLedgerCalls calls,
    Consumer<StepBuilder> onStored,
    BiConsumer<PendingRecord, Throwable> onDoubt) {

  /** An edit that cannot read the history fails alone, unless the ledger is away. */
  void edit(PendingRecord edit, PendingRecord.Change change) {
    calls.call(
        session.changes(change),
        changes -> {
          if (changes.isEmpty()) {
            edit.listener().onStored(null);
          } else {
            write(edit, changes);
          }
        },
        cause -> {
          if (cause instanceof AnimusException.TimedOut) {
            onDoubt.accept(edit, cause);
          } else {
            edit.listener().onFailure(cause);
          }
        });
  }

  private void write(PendingRecord edit, EntryChanges changes) {
    StepBuilder step = session.newStep();
    step.add(changes);
    calls.call(
        session.write(step),
        stored -> {
          onStored.accept(stored);
          edit.listener().onStored(null);
        },
        cause -> onDoubt.accept(edit, cause));
  }
}
