package dev.animus4j.chat.event;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.List;
import java.util.function.Function;

/**
 * Resumes the events of one subscriber, of which some are only in the archive: either a page of
 * them is read, as soon as the subscriber requests one, or the events in memory and on the bus are
 * followed until one is missing. A page either goes on or ends the stream, so that the two do not
 * take turns for ever.
 */
final class ArchivedEvents {
  private static final int PAGE = 256;

  private final EventArchive archive;
  private final EventLog log;
  private final Function<ResumePoint, Flowable<ChatEvent>> follow;
  private ResumePoint point;
  private boolean archiveIsRead;

  private ArchivedEvents(
      ResumePoint point,
      EventArchive archive,
      EventLog log,
      Function<ResumePoint, Flowable<ChatEvent>> follow) {
    this.point = point;
    this.archive = archive;
    this.log = log;
    this.follow = follow;
  }

  /**
   * The events after this point.
   *
   * @param follow emits those in memory and on the bus; fails with {@link
   *     AnimusException.InvalidRequest} when one is missing
   */
  static Flowable<ChatEvent> since(
      ResumePoint from,
      EventArchive archive,
      EventLog log,
      Function<ResumePoint, Flowable<ChatEvent>> follow) {
    return Flowable.defer(
        () -> {
          EventReader reader = EventReader.forCaller(archive);
          ArchivedEvents events = new ArchivedEvents(from, reader, log, follow);
          return Flowable.defer(events::next).repeat();
        });
  }

  private Flowable<ChatEvent> next() {
    if (!archiveIsRead && log.lacks(point.conversationId(), point.last())) {
      return onDemand(page());
    }
    archiveIsRead = false;
    return follow
        .apply(point)
        .doOnNext(event -> point = point.afterPublished(event.sequence()))
        .onErrorResumeNext(
            failure ->
                failure instanceof AnimusException.InvalidRequest
                    ? onDemand(page())
                    : Flowable.error(failure));
  }

  /** Subscribes when the first event is requested. */
  static Flowable<ChatEvent> onDemand(Flowable<ChatEvent> page) {
    return Flowable.defer(
        () -> {
          CompletableSubject demand = CompletableSubject.create();
          return page.delaySubscription(demand.toFlowable())
              .doOnRequest(requested -> demand.onComplete());
        });
  }

  /** Only what is missing in memory before the archive is read can be missing there too. */
  private Flowable<ChatEvent> page() {
    return Flowable.defer(
        () -> {
          boolean isMissing = log.hasGapAfter(point.conversationId(), point.last());
          return archive
              .eventsAfter(point.conversationId(), point.last(), PAGE)
              .flatMapPublisher(rows -> rows.isEmpty() ? checkPoint(isMissing) : events(rows));
        });
  }

  /** Those that are in memory are not taken from the archive, which may be ahead of the bus. */
  private Flowable<ChatEvent> events(List<StoredEvent> rows) {
    archiveIsRead = rows.size() < PAGE;
    return Flowable.fromIterable(rows)
        .map(this::pass)
        .takeUntil(event -> !log.lacks(event.conversationId(), event.sequence()));
  }

  private ChatEvent pass(StoredEvent row) {
    if (row.first() > point.last() + 1 || row.last() <= point.last()) {
      throw point.notKept();
    }
    ChatEvent event = row.eventAfter(point.last());
    point = point.afterArchived(row.last());
    return event;
  }

  /**
   * Completes when the point is the end of what is stored, to which events may be added. It may be
   * ahead of what is published, for one who read the archive elsewhere.
   */
  private Flowable<ChatEvent> checkPoint(boolean isMissing) {
    String id = point.conversationId();
    Single<Long> end = point.last() == 0 ? Single.just(0L) : archive.lastSequence(id);
    return end.flatMapPublisher(
        last -> {
          archiveIsRead = true;
          if (isMissing || last < point.last()) {
            return Flowable.error(point.notKept());
          }
          if (log.hasRestartedSince(id, point.published())) {
            point = point.publishedUpTo(log.lastSequence(id));
          }
          return Flowable.empty();
        });
  }
}
