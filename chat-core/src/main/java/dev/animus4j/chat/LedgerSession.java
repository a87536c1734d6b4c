package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.ClusterLedger;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Session of a conversation with a ledger: whether it is claimed, and the numbers after the last
 * step. One call at a time; the results are to be observed on the context of the conversation.
 */
final class LedgerSession {
  private static final int MAX_IMAGES = 1_000;

  private final ConversationState conversation;
  private final Ledger ledger;
  private final @Nullable ClusterLedger cluster;
  private volatile @Nullable Tenure tenure;
  private volatile long leaseTerm;
  private final RecentEntries recent = new RecentEntries();
  private StepNumbers numbers = StepNumbers.NONE;
  private boolean inDoubt;
  private boolean late;

  LedgerSession(ConversationState conversation, Ledger ledger) {
    this.conversation = conversation;
    this.ledger = ledger;
    this.cluster = ledger instanceof ClusterLedger shared ? shared : null;
  }

  boolean isClaimed() {
    return tenure != null;
  }

  /** Whether what is not stored may be published, and what is not asked for may be known. */
  boolean isOwner() {
    return tenure != null
        && (cluster == null || (cluster.isLeaseHeld() && cluster.leaseTerm() == leaseTerm));
  }

  StepNumbers numbers() {
    return numbers;
  }

  /** The last number that may be published before its event is stored. */
  long publishable() {
    return isOwner() ? numbers.reserved() : 0;
  }

  Single<ConversationClaim> claim() {
    return Single.defer(
        () -> {
          boolean before = inDoubt;
          late |= before;
          inDoubt = true;
          long term = leaseTerm();
          return ledger
              .claim(conversation.id())
              .doOnError(cause -> inDoubt = before || mayHaveRun(cause))
              .flatMap(claimed -> ConversationClaim.of(claimed, term, conversation.id(), ledger));
        });
  }

  private long leaseTerm() {
    return cluster == null ? 0 : cluster.leaseTerm();
  }

  private static boolean mayHaveRun(Throwable cause) {
    return !(cause instanceof OwnedElsewhere)
        && (!(cause instanceof AnimusException.Unavailable away) || away.mayHaveRun());
  }

  /** Whether exchanges may be stored as running. */
  boolean hasUnfinished() {
    return inDoubt || !numbers.running().isEmpty();
  }

  /** Whether somebody else has the conversation, and ends what is stored as running. */
  boolean isLost(Throwable cause) {
    boolean mayBeOwn = late; // a claim that failed may be made later than the one after it
    return cause instanceof OwnedElsewhere || (cause instanceof TakenOver && !mayBeOwn);
  }

  /** Goes on with a claim; the records that it returns are to be stored first. */
  List<PendingRecord> start(ConversationClaim claim) {
    Tenure.Head head = claim.tenure().head();
    long sequence = Math.max(head.sequence(), head.reserved());
    conversation.continueAfter(sequence);
    if (cluster != null) {
      conversation.components().events().startAfter(conversation.id(), sequence);
    }
    tenure = claim.tenure();
    leaseTerm = claim.leaseTerm();
    inDoubt = false;
    recent.forget(true);
    numbers = StepNumbers.of(head);
    conversation.onMoved(true);
    return claim.interrupted();
  }

  StepBuilder newStep() {
    return new StepBuilder(conversation, numbers, conversation.lastSequence().get());
  }

  /** The same step, once it is stored. */
  Single<StepBuilder> write(StepBuilder step) {
    Tenure held = tenure;
    if (held == null) {
      return Single.error(new IllegalStateException("the conversation is not claimed"));
    }
    Step written = step.build();
    if (!written.entries().isEmpty() || !written.removed().isEmpty()) {
      recent.beginStep();
    }
    long term = leaseTerm();
    return held.write(written)
        .doOnComplete(() -> leaseTerm = term)
        .doOnError(cause -> recent.forget(true)) // a claim that is lost forgets once more
        .toSingleDefault(step);
  }

  /** Goes on after a step that is stored. */
  void advance(StepBuilder stored) {
    numbers = stored.numbers();
    conversation.continueAfter(numbers.stored());
    if (stored.isEdit()) {
      recent.forget(true);
    } else {
      recent.endStep(stored.appended());
    }
  }

  /** The latest entries, oldest first, from memory if this client has the conversation. */
  Single<List<HistoryEntry>> recentEntries(int limit) {
    return Single.defer(
        () -> {
          RecentEntries.Known known = recent.known();
          return isOwner() && known.has(limit, conversation.now())
              ? Single.just(known.latest(limit))
              : ledger
                  .entries(conversation.id(), limit)
                  .map(LedgerSession::entries)
                  .doOnSuccess(latest -> recent.set(known, latest, limit, conversation.now()));
        });
  }

  /** The entries without their places. */
  static List<HistoryEntry> entries(List<StoredEntry> stored) {
    return stored.stream().map(StoredEntry::entry).toList();
  }

  /** What a change of the stored entries comes to. */
  Single<EntryChanges> changes(PendingRecord.Change change) {
    return ledger
        .entries(conversation.id(), Integer.MAX_VALUE)
        .map(all -> EntryChanges.of(all, change.apply(all), numbers.position()));
  }

  Single<Recorder.Erased> erase() {
    return ledger
        .forget(conversation.id())
        .flatMap(
            existed ->
                ledger
                    .doomedImages(MAX_IMAGES)
                    .map(images -> new Recorder.Erased(existed, images, List.of())));
  }

  /** Ends it: only a new claim can go on. */
  void close() {
    late &= tenure == null;
    boolean hadIt = tenure != null;
    tenure = null;
    recent.forget(false);
    numbers = StepNumbers.NONE;
    if (hadIt) {
      conversation.onMoved(false);
    }
  }

  /** Lets others claim it; emits whether it did. */
  Single<Boolean> release() {
    return cluster == null ? Single.just(false) : cluster.release(conversation.id());
  }
}
