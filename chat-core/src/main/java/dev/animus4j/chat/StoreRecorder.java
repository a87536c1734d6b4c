package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.image.Image;
import dev.animus4j.vertx.SerialCompletables;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recorder that has the history in a store of its own, and events in memory. */
final class StoreRecorder implements Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(StoreRecorder.class);

  private final ConversationState conversation;
  private final SerialCompletables appendQueue;
  private CompletableSubject cut = CompletableSubject.create();

  StoreRecorder(ConversationState conversation) {
    this.conversation = conversation;
    this.appendQueue = new SerialCompletables(conversation.scheduler());
  }

  @Override
  public Flowable<ChatEvent> record(RecordedExchange exchange, Flowable<UnstampedEvent> events) {
    return events
        .map(
            event -> {
              long sequence = conversation.lastSequence().incrementAndGet();
              EventStamp eventStamp = conversation.stamp(exchange.id(), sequence);
              return conversation.publish(exchange.stamp(event, eventStamp));
            })
        .takeUntil(cut.toFlowable());
  }

  @Override
  public Flowable<UnstampedEvent> append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnstampedEvent event,
      ChatOptions options) {
    Flowable<UnstampedEvent> emitted = Flowable.just(event);
    return options.maxHistoryMessages() == 0 || entries.isEmpty()
        ? emitted
        : append(entries, UNCHANGED, options).andThen(emitted);
  }

  /** Appends run one after the other, so that a slow store does not reorder them. */
  @Override
  public Completable append(
      List<Function<Instant, @Nullable HistoryEntry>> entries,
      UnaryOperator<List<HistoryEntry>> change,
      ChatOptions options) {
    if (options.maxHistoryMessages() == 0) {
      return Completable.complete();
    }
    Completable appended =
        entries.size() == 1
            ? append(entries.get(0), options)
            : Completable.concat(entries.stream().map(entry -> append(entry, options)).toList());
    return appendQueue.enqueue(
        change.equals(UNCHANGED) ? appended : appended.andThen(edit(change, options)));
  }

  private Completable append(Function<Instant, @Nullable HistoryEntry> entry, ChatOptions options) {
    Completable appended =
        Completable.defer(
            () -> {
              HistoryEntry stored = entry.apply(Instant.ofEpochMilli(conversation.now()));
              return stored == null
                  ? Completable.complete()
                  : conversation.history().append(conversation.id(), stored);
            });
    return conversation.timeout(appended.toSingleDefault(true), options).ignoreElement();
  }

  private Completable edit(UnaryOperator<List<HistoryEntry>> change, ChatOptions options) {
    return conversation
        .timeout(
            Single.defer(() -> conversation.history().edit(conversation.id(), change)), options)
        .doOnError(e -> LOG.warn("The history was not edited: {}", e.toString()))
        .ignoreElement()
        .onErrorComplete();
  }

  @Override
  public Completable flush() {
    return Completable.complete();
  }

  @Override
  public void cut(Throwable cause) {
    CompletableSubject before = cut;
    cut = CompletableSubject.create();
    before.onError(cause);
  }

  @Override
  public boolean isOwner() {
    return true;
  }

  @Override
  public Single<Boolean> release() {
    return Single.just(false);
  }

  /** What users attached may be shown in other conversations too, and nobody knows where. */
  @Override
  public Single<Erased> erase() {
    return Single.defer(() -> conversation.history().edit(conversation.id(), before -> List.of()))
        .map(before -> new Erased(!before.isEmpty(), generated(before), attached(before)));
  }

  private static List<URI> generated(List<HistoryEntry> entries) {
    return entries.stream()
        .flatMap(entry -> Stream.ofNullable(entry.picture()))
        .map(HistoryEntry.ImageReference::location)
        .distinct()
        .toList();
  }

  private static List<URI> attached(List<HistoryEntry> entries) {
    return entries.stream()
        .flatMap(entry -> AttachmentWriter.storedImages(entry.message()).stream())
        .map(Image::location)
        .distinct()
        .toList();
  }
}
