package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.Recording;
import dev.animus4j.failure.Isolation;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exchanges and pictures under way, which a client lets end before it closes. */
final class Running {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  /** The chats of what is under way: for as long, there shall be no other of their ids. */
  private final Map<Object, Chat> chats = new LinkedHashMap<>();

  private final CompletableSubject ended = CompletableSubject.create();
  private boolean closing;

  /**
   * Starts an exchange of {@code chat}.
   *
   * @param exchange what is recorded, made on {@code scheduler}
   * @param afterwards is done when it is over
   */
  void start(
      Chat chat,
      Recording recording,
      Function<Recording, Flowable<ChatEvent>> exchange,
      Runnable afterwards) {
    begin(recording, chat);
    Scheduler scheduler = chat.scheduler();
    Flowable<ChatEvent> events =
        Isolation.<ChatEvent>flowable(() -> exchange.apply(recording))
            .doOnError(failure -> LOG.error("An exchange broke", failure))
            .doFinally(() -> end(recording, afterwards));
    scheduler.scheduleDirect(() -> events.subscribe(recording));
  }

  private void end(Recording recording, Runnable afterwards) {
    afterwards.run();
    end(recording);
  }

  /**
   * Something is under way in {@code chat}; what begins while the client closes is not waited for.
   */
  synchronized void begin(Object what, Chat chat) {
    if (!closing) {
      chats.put(what, chat);
    }
  }

  /** It is over. */
  void end(Object what) {
    if (removed(what)) {
      ended.onComplete();
    }
  }

  private synchronized boolean removed(Object what) {
    chats.remove(what);
    return closing && chats.isEmpty();
  }

  /** Why nothing new begins any more; empty while the client is open. */
  synchronized Optional<String> closing() {
    return closing ? Optional.of("closed") : Optional.empty();
  }

  /** Lets nothing new begin. The chats in which something is under way. */
  synchronized List<Chat> close() {
    closing = true;
    if (chats.isEmpty()) {
      ended.onComplete();
    }
    return new ArrayList<>(chats.values());
  }

  /** Done when, after {@link #close}, all is over. */
  Completable ended() {
    return ended;
  }
}
