package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges under way, which a client lets end before it closes, and the messages that came
 * with a name.
 */
final class Running {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final Map<Flowable<ChatEvent>, Chat> exchanges = new ConcurrentHashMap<>();
  private final Cache<List<String>, Flowable<ChatEvent>> named =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();
  private volatile boolean closing;

  /** Keeps {@code chat} until its {@code exchange} is over. */
  void add(Flowable<ChatEvent> exchange, Chat chat) {
    exchanges.put(exchange, chat);
    var unused =
        exchange.subscribe(event -> {}, failure -> broken(exchange, failure), () -> over(exchange));
  }

  private void broken(Flowable<ChatEvent> exchange, Throwable failure) {
    LOG.error("An exchange broke", failure);
    over(exchange);
  }

  private void over(Flowable<ChatEvent> exchange) {
    exchanges.remove(exchange);
  }

  /**
   * The exchange that the message of this name led to; {@code begin} begins it if there is none.
   */
  Flowable<ChatEvent> once(List<String> name, Supplier<Flowable<ChatEvent>> begin) {
    return named.get(name, unknown -> begin.get());
  }

  /** Lets a message that brought nothing be sent again. */
  void forgetIfVain(List<String> name, Flowable<ChatEvent> exchange) {
    var unused =
        exchange
            .ofType(ExchangeCompleted.class)
            .filter(end -> end.messages() + end.images() == 0)
            .subscribe(end -> named.asMap().remove(name, exchange), failure -> {});
  }

  /** Why nothing new begins any more; empty while the client is open. */
  Optional<String> closing() {
    return closing ? Optional.of("closed") : Optional.empty();
  }

  /** Done when all exchanges are over. */
  Completable close() {
    closing = true;
    return Completable.merge(exchanges.keySet().stream().map(Flowable::ignoreElements).toList());
  }
}
