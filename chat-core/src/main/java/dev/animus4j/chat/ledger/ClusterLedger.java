package dev.animus4j.chat.ledger;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ledger that several processes share, its nodes. A conversation belongs to the node that claimed
 * it, until that node releases it or is gone: a node renews a lease on its life, and one whose
 * lease has ended counts as gone. Its epoch keeps a node that goes on all the same from writing.
 */
public interface ClusterLedger extends Ledger {

  /** The id of this node; another one each time that its process starts. */
  String nodeId();

  /** The time after which a node that is not heard of counts as gone. */
  Duration lease();

  /**
   * Whether this node may act on its conversations without asking: its lease has not ended, by a
   * clock of its own that does not jump.
   */
  boolean isLeaseHeld();

  /**
   * Grows each time that the lease is taken again after it had ended: meanwhile other nodes may
   * have taken conversations.
   */
  long leaseTerm();

  /**
   * Takes a conversation that no other node has, or whose node is gone, or draining and not at an
   * exchange of it.
   *
   * @return fails with {@link dev.animus4j.failure.OwnedElsewhere} when another node has it
   */
  @Override
  @CheckReturnValue
  Single<Tenure> claim(String conversationId);

  /** The ids of conversations with a running exchange whose node is gone. */
  @Override
  @CheckReturnValue
  Single<List<String>> unfinished(int limit);

  /** The id of the node that has a conversation; empty for none, or one that is gone. */
  @CheckReturnValue
  Maybe<String> owner(String conversationId);

  /** The ids of the other nodes that live and are not draining, the latest last. */
  @CheckReturnValue
  Single<List<String>> otherNodes();

  /**
   * Emits how many nodes there are that are not draining, this one included: at once, and when it
   * has changed, which is looked up every five seconds; for limits of which each node has a share,
   * as with {@link dev.animus4j.resilience.ResiliencePolicy#setNodes}. It completes when the ledger
   * is closed; while the look-up fails otherwise, the last number holds.
   */
  @CheckReturnValue
  default Flowable<Integer> nodeCount() {
    return Flowable.interval(0, 5, TimeUnit.SECONDS)
        .onBackpressureDrop()
        .concatMapMaybe(
            tick ->
                otherNodes()
                    .map(others -> others.size() + 1)
                    .toMaybe()
                    .onErrorComplete(cause -> !(cause instanceof AnimusException.Cancelled)),
            1)
        .onErrorComplete()
        .distinctUntilChanged();
  }

  /**
   * Releases the conversations of this node in which nothing happened for this time and no exchange
   * runs.
   *
   * @return their ids; steps of their tenures are refused
   */
  @CheckReturnValue
  Single<List<String>> releaseIdle(Duration time);

  /** Releases one, unless an exchange runs in it; emits whether it did. */
  @CheckReturnValue
  Single<Boolean> release(String conversationId);

  /** Lets other nodes take the conversations of this node in which no exchange runs. */
  @CheckReturnValue
  Completable drain();

  /** Closes it, as {@link Ledger#closeAsync} does, and lets other nodes take what it had. */
  @Override
  @CheckReturnValue
  Completable closeAsync();
}
