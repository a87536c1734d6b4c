package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeBus;
import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.ledger.ClusterLedger;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.vertx.MonotonicClock;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes, as this one asks them, and is asked by them. */
final class NodePeers {
  private static final Logger LOG = LoggerFactory.getLogger(NodePeers.class);
  private static final Duration REPLY = Duration.ofSeconds(4);
  private static final Duration AFTER_LEASE = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 200;
  private static final NodeReply ELSEWHERE = new NodeReply.Elsewhere();

  private final ClusterLedger ledger;
  private final NodeBus bus;
  private final ConversationOwners owners;
  private final NamedOptions namedOptions;
  private final Function<String, @Nullable ConversationState> active;
  private final Scheduler clock;
  private final PeerEvents events;
  private volatile boolean draining;

  /**
   * The peers of a client.
   *
   * @param settings with a ledger that nodes share
   * @param active finds a conversation that is in memory
   */
  NodePeers(
      ClientSettings settings,
      EventBus bus,
      Function<String, @Nullable ConversationState> active,
      Scheduler clock) {
    this.ledger = (ClusterLedger) Objects.requireNonNull(settings.ledger);
    this.bus = new NodeBus(bus);
    this.owners = new ConversationOwners(ledger);
    this.namedOptions = new NamedOptions(settings.namedOptions);
    this.active = active;
    this.clock = clock;
    this.events = new PeerEvents(this, ledger, clock);
  }

  /** The events of the conversations that they have. */
  PeerEvents events() {
    return events;
  }

  /**
   * The id of the node to which a message is forwarded that this one would have to claim: the one
   * that is known to have the conversation, or any other while this one drains; empty for none.
   */
  Maybe<String> destination(String conversationId) {
    Maybe<String> substitute =
        draining
            ? ledger.otherNodes().flatMapMaybe(ids -> Flowable.fromIterable(ids).lastElement())
            : Maybe.empty();
    return owners.knownOwner(conversationId).switchIfEmpty(substitute);
  }

  /** Leaves idle and new conversations to other nodes from now on. */
  Completable drain() {
    return Completable.defer(
        () -> {
          draining = true;
          return ledger.drain();
        });
  }

  /**
   * Serves the other nodes until it is disposed.
   *
   * @param interrupted ends what nodes left running that are gone
   */
  Disposable serve(AnimusClient client, Completable interrupted) {
    NodeResponder responder = new NodeResponder(client, this, clock);
    return bus.serve(ledger.nodeId(), responder::reply)
        .mergeWith(bus.listenToClaims(id -> onClaim(id, client.events())))
        .mergeWith(new ClusterMaintenance(ledger, interrupted, active, clock).run())
        .subscribe(() -> {}, cause -> LOG.warn("This node does not serve others any more", cause));
  }

  private void onClaim(String conversationId, ChatEvents published) {
    owners.forget(conversationId);
    events.abandon(conversationId);
    if (!isLocal(conversationId)) {
      published.move(conversationId);
    }
  }

  /** Whether this node has the conversation. */
  boolean isLocal(String conversationId) {
    ConversationState conversation = active.apply(conversationId);
    return conversation != null && conversation.recorder().isOwner();
  }

  /** The id of the other node that has the conversation; empty for none. */
  Maybe<String> owner(String conversationId) {
    return owners.owner(conversationId);
  }

  NamedOptions namedOptions() {
    return namedOptions;
  }

  /** How long a message looks for the node that has its conversation: until a dead one is known. */
  Duration patience() {
    return ledger.lease().plus(AFTER_LEASE);
  }

  /** Asks a node, for so long as it should take to answer. */
  Single<NodeReply> ask(String nodeId, NodeRequest request) {
    return ask(nodeId, request, REPLY);
  }

  /** Asks a node that may take so long. */
  Single<NodeReply> ask(String nodeId, NodeRequest request, Duration limit) {
    return bus.request(nodeId, request, limit);
  }

  /** Asks the node that has the conversation; {@link NodeReply.Elsewhere} when there is none. */
  Single<NodeReply> askOwner(NodeRequest request) {
    return owners
        .owner(request.conversation())
        .flatMapSingle(node -> ask(node, request))
        .defaultIfEmpty(ELSEWHERE);
  }

  /**
   * The same operation, tried again while another node has the conversation, which is asked to
   * release it; for an operation that fails before it has any effect.
   */
  <T> Single<T> claimFirst(String conversationId, Single<T> operation) {
    NodeRequest release = new NodeRequest.Release(conversationId);
    LongSupplier nanos = MonotonicClock.nanos(clock);
    return Single.defer(
        () -> {
          long start = nanos.getAsLong();
          return operation.retryWhen(
              failures ->
                  failures
                      .concatMapSingle(
                          cause ->
                              cause instanceof OwnedElsewhere owned
                                      && nanos.getAsLong() - start < patience().toNanos()
                                  ? ask(owned.nodeId(), release).onErrorReturnItem(ELSEWHERE)
                                  : Single.error(cause))
                      .delay(RETRY_MILLIS, TimeUnit.MILLISECONDS, clock));
        });
  }

  /** It has just been claimed, by this node or another one. */
  void forgetOwner(String conversationId) {
    owners.forget(conversationId);
  }

  /** Another node has been found to have it. */
  void rememberOwner(String conversationId, String nodeId) {
    owners.remember(conversationId, nodeId);
  }

  void publishClaim(String conversationId) {
    bus.publishClaim(conversationId);
  }
}
