package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.event.Stamp;
import dev.animus4j.chat.history.Entry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets conversations: all that was said and drawn in them, and what is still being said and
 * drawn. What was only shown in them is somebody's upload, or another conversation's.
 */
final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Of the event that stays in the place of all others. */
  static final String ERASED = "erased";

  private final AnimusClient client;
  private final Books books;
  private final Feed feed;
  private final Scheduler clock;

  Erasure(AnimusClient client, Books books, Feed feed, Scheduler clock) {
    this.client = client;
    this.books = books;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * Forgets a conversation, which then can begin anew. What is being said is interrupted; of a
   * picture that takes longer to draw than anybody waits, nothing stays when it is there.
   */
  Completable of(Chat chat) {
    return Completable.defer(
        () -> {
          List<Works.Work> open =
              books.works().of(chat.id()).stream().filter(work -> !work.revoke()).toList();
          chat.interrupt();
          return Completable.merge(open.stream().map(Works.Work::ended).toList())
              .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, clock, Completable.complete())
              .andThen(Completable.defer(() -> wiped(chat)))
              .doOnComplete(() -> later(chat, open));
        });
  }

  private Completable wiped(Chat chat) {
    List<URI> drawn = books.histories().forget(chat.id());
    return chat.history()
        .get()
        .flattenAsFlowable(entries -> entries)
        .mapOptional(entry -> Optional.ofNullable(entry.picture()))
        .map(Entry.Picture::location)
        .mergeWith(Flowable.fromIterable(drawn))
        .distinct()
        .toList()
        .flatMapCompletable(books.album()::remove)
        .onErrorComplete(Erasure::isTold)
        .andThen(chat.history().clear())
        .ignoreElement()
        .doOnComplete(() -> quiet(chat.id()));
  }

  /** Something that could not be removed is told, and does not keep the rest. */
  private static boolean isTold(Throwable failure) {
    LOG.warn("Not all of a conversation could be removed: {}", failure.getClass().getSimpleName());
    return true;
  }

  private void later(Chat chat, List<Works.Work> open) {
    for (Works.Work work : open) {
      if (!work.isOver()) {
        var unused =
            work.ended()
                .andThen(Completable.defer(() -> undone(chat, work)))
                .subscribe(() -> {}, Erasure::isTold);
      }
    }
  }

  /** What comes of it nobody wants any more; what was said meanwhile stays. */
  private Completable undone(Chat chat, Works.Work work) {
    Set<URI> drawn = new HashSet<>(work.drawn());
    return books
        .album()
        .remove(work.drawn())
        .andThen(chat.history().get())
        .map(entries -> positions(entries, drawn))
        .flattenAsFlowable(positions -> positions)
        .concatMapSingle(chat.history()::delete)
        .ignoreElements()
        .doOnComplete(() -> quiet(chat.id()));
  }

  /** Last first, so that none moves before its turn. */
  private static List<Integer> positions(List<Entry> entries, Set<URI> drawn) {
    return IntStream.range(0, entries.size())
        .map(i -> entries.size() - 1 - i)
        .filter(at -> isOneOf(drawn, entries.get(at).picture()))
        .boxed()
        .toList();
  }

  private static boolean isOneOf(Set<URI> drawn, Entry.@Nullable Picture picture) {
    return picture != null && drawn.contains(picture.location());
  }

  /**
   * The events so far are not told any more; those who listen read the history, and go on. What is
   * kept of a conversation's events is let go when one comes that is no later than the last.
   */
  private void quiet(String conversation) {
    ChatEvents events = client.events();
    long last = events.latest(conversation);
    if (last > 0) {
      Stamp stamp = new Stamp(conversation, ERASED, last, Instant.now());
      events.publish(new ExchangeCompleted(stamp, Outcome.INTERRUPTED, 0, 0, null, 0));
    }
    books.works().forget(conversation);
    feed.reset(conversation);
  }

  /** Forgets these too, some time. */
  void of(List<String> conversations) {
    for (String id : conversations) {
      var unused = of(client.chat(id)).subscribe(() -> {}, Erasure::isTold);
    }
  }

  /** Lets go of the oldest entries of a conversation that has become too long. */
  void shorten(Chat chat) {
    if (books.histories().isLong(chat.id())) {
      var unused =
          chat.history()
              .get()
              .flatMapCompletable(entries -> shortened(chat, entries))
              .subscribe(() -> {}, Erasure::isTold);
    }
  }

  private Completable shortened(Chat chat, List<Entry> entries) {
    int excess = books.histories().excess(entries);
    books.histories().shortened(chat.id(), entries.subList(excess, entries.size()));
    return Flowable.range(0, excess)
        .concatMapSingle(each -> chat.history().delete(0))
        .ignoreElements();
  }
}
