package dev.animus4j.chat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes the records of one conversation, in order and one step at a time, and publishes their
 * events. Records that arrive in one turn of the event loop, or while a step is written, are one
 * step. Confined to the context of the conversation.
 */
final class StepWriter {
  private final ConversationState conversation;
  private final LedgerSession session;
  private final SerialLedgerCalls calls;
  private final ActiveRecordings recordings;
  private final RecordQueue queue = new RecordQueue();
  private final DeltaPublisher deltas;
  private final HistoryEditor editor;
  private final Deque<SessionEnding<?>> endings = new ArrayDeque<>(1);
  private boolean scheduled;
  private boolean deltasAlone;

  StepWriter(ConversationState conversation, LedgerSession session) {
    this.conversation = conversation;
    this.session = session;
    this.calls = new SerialLedgerCalls(conversation.scheduler(), this::resume);
    this.recordings = new ActiveRecordings(conversation, this::claim);
    this.deltas = new DeltaPublisher(conversation, session::publishable, this::scheduleWrite);
    this.editor =
        new HistoryEditor(
            session, calls, session::advance, (edit, cause) -> fail(List.of(edit), cause));
  }

  /** The exchanges being recorded. */
  ActiveRecordings recordings() {
    return recordings;
  }

  /** Adds a record; a delta is published at once, unless an event before it waits. */
  void enqueue(PendingRecord pending) {
    queue.add(pending);
    deltas.publish(queue);
    scheduleWrite();
  }

  /** Drops the records of an exchange that wait. */
  void drop(RecordedExchange exchange) {
    queue.removeAll(exchange);
  }

  private void resume() {
    deltas.release();
    deltas.publish(queue);
    scheduleWrite();
  }

  private boolean isIdle() {
    return queue.isEmpty() && !deltas.areDue() && endings.isEmpty();
  }

  private void scheduleWrite() {
    if (!scheduled && !calls.isBusy() && !isIdle()) {
      scheduled = true;
      conversation.scheduler().scheduleDirect(this::write);
    }
  }

  private void write() {
    scheduled = false;
    PendingRecord next = queue.peek();
    if (calls.isBusy() || isIdle()) {
      return; // goes on when the ledger has answered
    }
    if (session.isClaimed() && !session.isOwner() && recordings.areNone()) {
      close(); // others may have had it meanwhile
    }
    if (!endings.isEmpty()) {
      end(endings.remove());
    } else if (!session.isClaimed()) {
      claim();
    } else if (next != null && next.change() != null) {
      editor.edit(queue.remove(), next.change());
    } else {
      List<PendingRecord> batch = deltasAlone ? List.of() : queue.takeBatch();
      if (session.isOwner() && RecordQueue.isEmpty(batch)) {
        batch.forEach(it -> it.listener().onStored(null));
        scheduleWrite();
      } else {
        write(batch);
      }
    }
  }

  /** Unless it is claimed already, or that is being asked. */
  private void claim() {
    if (session.isClaimed() || calls.isBusy()) {
      return;
    }
    calls.call(
        session.claim(),
        claimed -> {
          List<PendingRecord> interrupted = session.start(claimed);
          if (endings.isEmpty()) {
            queue.addFirst(interrupted);
          }
          recordings.setUnfinished(false);
        },
        cause -> fail(List.of(), cause));
  }

  private void write(List<PendingRecord> batch) {
    List<StoredEvent> published = deltas.take(!batch.isEmpty());
    StepBuilder step = session.newStep();
    deltasAlone = false;
    calls.call(
        Single.defer(() -> session.write(step.addAll(published, batch))),
        stored -> {
          session.advance(stored);
          stored.publish(batch);
        },
        cause -> {
          deltas.restore(published);
          boolean alone = batch.isEmpty() || (batch.size() == 1 && published.isEmpty());
          if (alone || !(cause instanceof AnimusException.InvalidRequest)) {
            fail(batch, cause);
          } else {
            step.undo();
            deltasAlone = !published.isEmpty();
            queue.addAlone(batch);
          }
        });
  }

  /** Whether nothing is being recorded, stored or asked. */
  boolean isQuiet() {
    return !calls.isBusy() && isIdle() && recordings.areNone();
  }

  /** Ends the session by this call of the ledger, as soon as no step is being written. */
  <T> Single<T> end(Single<T> call) {
    SessionEnding<T> ending = new SessionEnding<>(call);
    endings.add(ending);
    scheduleWrite();
    return ending.result();
  }

  /** What waits behind one that fails, fails with it: the ledger is away. */
  private <T> void end(SessionEnding<T> ending) {
    boolean left = areUnfinished();
    close();
    calls.call(
        ending.call(),
        answer -> {
          recordings.setUnfinished(false);
          ending.result().onSuccess(answer);
        },
        cause -> {
          recordings.setUnfinished(left);
          cut(cause);
          ending.result().onError(cause);
        });
  }

  /**
   * A step that can never be stored fails alone. After any other failure nobody knows what is
   * stored, so that only a new claim can go on.
   */
  private void fail(List<PendingRecord> batch, Throwable cause) {
    if (batch.isEmpty() || !(cause instanceof AnimusException.InvalidRequest)) {
      boolean left = (areUnfinished() || !batch.isEmpty()) && !session.isLost(cause);
      close();
      recordings.setUnfinished(left);
      cut(cause);
    }
    batch.forEach(it -> it.listener().onFailure(cause));
  }

  private boolean areUnfinished() {
    return recordings.areUnfinished() || session.hasUnfinished();
  }

  private void close() {
    session.close();
    deltas.clear();
    deltasAlone = false;
  }

  /** Cuts off all exchanges being recorded, with what of them is not stored. */
  void cut(Throwable cause) {
    recordings.cut(queue, cause);
  }
}
