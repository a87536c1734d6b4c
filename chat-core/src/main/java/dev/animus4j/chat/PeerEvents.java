package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.RemoteEvents;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Events of other nodes. They are pulled, by one request at a time for each point of a
 * conversation, however many listen there: so whoever reads slowly asks rarely, and a node that
 * stands still costs nobody memory.
 */
final class PeerEvents implements RemoteEvents {
  private static final Duration FOLLOW = NodeResponder.FOLLOW.plusSeconds(2);
  private static final long UNREACHABLE_MILLIS = 1_000;
  private static final long UNOWNED_MILLIS = 10_000;
  private static final int PAGE = 256;
  private static final NodeReply ELSEWHERE = new NodeReply.Elsewhere();

  private final NodePeers peers;
  private final Ledger ledger;
  private final Scheduler clock;
  private final Map<String, Single<Long>> beginning = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, Single<List<ChatEvent>>>> following =
      new ConcurrentHashMap<>();

  PeerEvents(NodePeers peers, Ledger ledger, Scheduler clock) {
    this.peers = peers;
    this.ledger = ledger;
    this.clock = clock;
  }

  private record Point(String conversationId, long sequence) {}

  @Override
  public boolean isLocal(String conversationId) {
    return peers.isLocal(conversationId);
  }

  @Override
  public Single<Long> lastSequence(String conversationId) {
    return Single.defer(
        () ->
            beginning.computeIfAbsent(
                conversationId,
                id -> askLast(id).doOnEvent((last, cause) -> beginning.remove(id)).cache()));
  }

  /** Completes when the listeners of a conversation that have begun here know where to begin. */
  Completable awaitListeners(String conversationId) {
    Single<Long> last = beginning.get(conversationId);
    return last == null ? Completable.complete() : last.ignoreElement().onErrorComplete();
  }

  private Single<Long> askLast(String conversationId) {
    return peers
        .askOwner(new NodeRequest.Follow(conversationId, -1))
        .onErrorReturnItem(ELSEWHERE)
        .flatMap(
            reply ->
                reply instanceof NodeReply.Events events
                    ? Single.just(events.last())
                    : ledger.lastSequence(conversationId));
  }

  @Override
  public Single<List<ChatEvent>> eventsAfter(String conversationId, long sequence) {
    return Single.defer(
        () -> {
          Map<Long, Single<List<ChatEvent>>> requests =
              following.computeIfAbsent(conversationId, id -> new ConcurrentHashMap<>());
          Point point = new Point(conversationId, sequence);
          return requests.computeIfAbsent(
              sequence,
              it -> follow(point).doOnEvent((next, cause) -> remove(point, requests)).cache());
        });
  }

  /** Removes a request that is over from those that it belongs to, which may be abandoned. */
  private void remove(Point point, Map<Long, Single<List<ChatEvent>>> requests) {
    requests.remove(point.sequence());
    if (requests.isEmpty()) {
      following.remove(point.conversationId(), requests);
    }
  }

  /** Waits no more for the node that had the conversation, which may be gone. */
  void abandon(String conversationId) {
    following.remove(conversationId);
  }

  private Single<List<ChatEvent>> follow(Point point) {
    return peers
        .owner(point.conversationId())
        .flatMapSingle(node -> followAt(node, point))
        .switchIfEmpty(Single.defer(() -> archived(point, UNOWNED_MILLIS)))
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException.InvalidRequest
                    ? Single.error(cause)
                    : later(point, UNREACHABLE_MILLIS));
  }

  /** A node that does not answer, or does not have it any more, leaves what it had stored. */
  private Single<List<ChatEvent>> followAt(String node, Point point) {
    NodeRequest request = new NodeRequest.Follow(point.conversationId(), point.sequence());
    return peers
        .ask(node, request, FOLLOW)
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException.InvalidRequest
                    ? Single.error(cause)
                    : Single.just(ELSEWHERE))
        .flatMap(
            reply ->
                reply instanceof NodeReply.Events events
                    ? Single.just(parse(events))
                    : archived(point, UNREACHABLE_MILLIS));
  }

  private static List<ChatEvent> parse(NodeReply.Events events) {
    return events.events().stream().map(json -> ChatEvents.parse(Buffer.buffer(json))).toList();
  }

  private Single<List<ChatEvent>> archived(Point point, long wait) {
    peers.forgetOwner(point.conversationId());
    return ledger
        .eventsAfter(point.conversationId(), point.sequence(), PAGE)
        .flatMap(rows -> rows.isEmpty() ? end(point, wait) : Single.just(events(rows, point)));
  }

  private static List<ChatEvent> events(List<StoredEvent> rows, Point point) {
    if (rows.get(0).first() > point.sequence() + 1) {
      throw notKept(point);
    }
    return rows.stream().map(row -> row.eventAfter(point.sequence())).toList();
  }

  /** A conversation that was erased begins anew, with lower sequences. */
  private Single<List<ChatEvent>> end(Point point, long wait) {
    return ledger
        .lastSequence(point.conversationId())
        .flatMap(
            last -> last < point.sequence() ? Single.error(notKept(point)) : later(point, wait));
  }

  private static AnimusException notKept(Point point) {
    return new AnimusException.InvalidRequest(
        FailureOrigin.of(point.conversationId()),
        "the events after " + point.sequence() + " are not kept any more");
  }

  private Single<List<ChatEvent>> later(Point point, long millis) {
    peers.forgetOwner(point.conversationId());
    return Single.just(List.<ChatEvent>of()).delay(millis, TimeUnit.MILLISECONDS, clock);
  }
}
