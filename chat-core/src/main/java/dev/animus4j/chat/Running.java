package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exchanges under way, which a client lets end before it closes. */
final class Running {
  private final Set<Flowable<ChatEvent>> exchanges = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** Starts {@code exchange}. */
  void add(Flowable<ChatEvent> exchange) {
    exchanges.add(exchange);
    exchange.doFinally(() -> exchanges.remove(exchange)).subscribe();
  }

  /** Why nothing new begins any more; empty while the client is open. */
  Optional<String> closing() {
    return closing ? Optional.of("closed") : Optional.empty();
  }

  /** Done when all exchanges are over. */
  Completable close() {
    closing = true;
    return Completable.merge(exchanges.stream().map(Flowable::ignoreElements).toList());
  }
}
