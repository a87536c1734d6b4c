package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges under way, which a client lets end before it closes, and the messages that came
 * with a name.
 */
final class Running {
  /** Room for events at first: most exchanges have few. */
  private static final int FEW = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final Map<Flowable<ChatEvent>, Chat> exchanges = new ConcurrentHashMap<>();
  private final Cache<List<String>, Flowable<ChatEvent>> named =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();
  private volatile boolean closing;

  /**
   * Starts an exchange of {@code chat}, and keeps that until it is over.
   *
   * @param exchange what it is, given where it will be told
   * @return where it is told, from its beginning for everybody
   */
  Flowable<ChatEvent> start(
      Chat chat, Scheduler scheduler, Function<Flowable<ChatEvent>, Flowable<ChatEvent>> exchange) {
    ReplayProcessor<ChatEvent> told = ReplayProcessor.create(FEW);
    exchanges.put(told, chat);
    var unused = told.subscribe(event -> {}, failure -> broken(told, failure), () -> over(told));
    Flowable<ChatEvent> begun = Flowable.defer(() -> exchange.apply(told));
    scheduler.scheduleDirect(() -> begun.subscribe(told));
    return told;
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
