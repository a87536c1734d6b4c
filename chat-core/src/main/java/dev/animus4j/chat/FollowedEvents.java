package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.subscribers.DisposableSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The first events of a stream as JSON: those that are there at once, or else come together. */
final class FollowedEvents extends DisposableSubscriber<ChatEvent> {
  private static final int MAX_CHARS = 256 << 10;

  private final SingleEmitter<List<String>> emitter;
  private final Scheduler scheduler;
  private final List<String> batch = new ArrayList<>();
  private int chars;

  private FollowedEvents(SingleEmitter<List<String>> emitter, Scheduler scheduler) {
    this.emitter = emitter;
    this.scheduler = scheduler;
  }

  /** At least one event, unless none comes within this time; about 256 K characters at most. */
  static Single<List<String>> of(Flowable<ChatEvent> events, Duration limit, Scheduler scheduler) {
    return Single.create(
        emitter -> {
          FollowedEvents batch = new FollowedEvents(emitter, scheduler);
          SerialDisposable timer = new SerialDisposable();
          emitter.setCancellable(
              () -> {
                timer.dispose();
                batch.dispose();
              });
          events.subscribe(batch);
          timer.set(
              scheduler.scheduleDirect(batch::finish, limit.toMillis(), TimeUnit.MILLISECONDS));
        });
  }

  @Override
  public synchronized void onNext(ChatEvent event) {
    String json = ChatEvents.toJson(event).toString();
    if (batch.isEmpty()) {
      scheduler.scheduleDirect(this::finish);
    }
    batch.add(json);
    chars += json.length();
    if (chars >= MAX_CHARS) {
      finish();
    }
  }

  private synchronized void finish() {
    dispose();
    emitter.onSuccess(List.copyOf(batch));
  }

  /** What came before the failure is passed on; the next batch fails. */
  @Override
  public synchronized void onError(Throwable cause) {
    if (batch.isEmpty()) {
      emitter.tryOnError(cause);
    } else {
      finish();
    }
  }

  @Override
  public void onComplete() {
    finish();
  }
}
