package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The exchanges that messages with an id of their own led to: all that are running, and of those
 * over in the last hour as many as take 64 MB.
 */
final class IdempotentSends {
  private static final long BYTES = 64L << 20;
  private static final long EMPTY = 500;

  private final Map<List<String>, Recording> running = new ConcurrentHashMap<>();
  private final Cache<List<String>, Recording> answered =
      Caffeine.newBuilder()
          .maximumWeight(BYTES)
          .<List<String>, Recording>weigher((key, it) -> (int) Math.min(EMPTY + it.weight(), BYTES))
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  /**
   * The exchange that the message of this key led to; else {@code own}, which {@code start} starts.
   *
   * @param start is given what to do when the exchange is over
   */
  Recording once(List<String> key, Recording own, BiConsumer<Recording, Runnable> start) {
    Recording known = running.computeIfAbsent(key, any -> answered.asMap().getOrDefault(key, own));
    if (known == own) {
      start.accept(own, () -> over(key, own));
    } else if (isAnswered(known)) {
      running.remove(key, known);
    }
    return known;
  }

  /** A message that brought nothing may be sent again. */
  private void over(List<String> key, Recording exchange) {
    if (isAnswered(exchange)) {
      answered.put(key, exchange);
    }
    running.remove(key, exchange);
  }

  private static boolean isAnswered(Recording exchange) {
    return exchange.last() instanceof ExchangeCompleted end && end.messages() + end.images() > 0;
  }
}
