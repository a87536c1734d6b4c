package dev.animus4j.chat.event;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Function;

/**
 * Events of one conversation for one subscriber, on whichever node it is: those that this node
 * publishes while it has the conversation, and those of the other node while it has not. Each time
 * that the conversation moves, it goes on where it was.
 */
final class RoamingEvents {
  private final RemoteEvents remote;
  private final Function<ResumePoint, Flowable<ChatEvent>> local;
  private final Completable moved;
  private ResumePoint point;

  private RoamingEvents(
      ResumePoint from,
      RemoteEvents remote,
      Function<ResumePoint, Flowable<ChatEvent>> local,
      Completable moved) {
    this.point = from;
    this.remote = remote;
    this.local = local;
    this.moved = moved;
  }

  /**
   * The events after this point.
   *
   * @param local emits those that this node publishes
   * @param moved completes when another node has got the conversation, or this one
   */
  static Flowable<ChatEvent> since(
      ResumePoint from,
      RemoteEvents remote,
      Function<ResumePoint, Flowable<ChatEvent>> local,
      Completable moved) {
    return Flowable.defer(
        () -> {
          RoamingEvents events = new RoamingEvents(from, remote, local, moved);
          return Flowable.defer(events::next).repeat();
        });
  }

  /** Who has it is asked when a move can be noticed already. */
  private Flowable<ChatEvent> next() {
    return Flowable.defer(
            () ->
                remote.isLocal(point.conversationId())
                    ? local.apply(point)
                    : ArchivedEvents.onDemand(Flowable.defer(this::remoteEvents)))
        .takeUntil(moved.toFlowable())
        .doOnNext(event -> point = point.afterPublished(event.sequence()));
  }

  private Flowable<ChatEvent> remoteEvents() {
    return remote
        .eventsAfter(point.conversationId(), point.last())
        .flattenAsFlowable(events -> events);
  }
}
