package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeReplayProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Exchanges by message id: all that are running, and of those over in the last hour as many as take
 * 64 MB.
 */
final class IdempotentSends {
  private static final long MAX_BYTES = 64L << 20;
  private static final long BASE_BYTES = 500;

  private final Map<List<String>, ExchangeReplayProcessor> running = new ConcurrentHashMap<>();
  private final Cache<List<String>, ExchangeReplayProcessor> finished =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .<List<String>, ExchangeReplayProcessor>weigher(
              (key, it) -> (int) Math.min(BASE_BYTES + it.sizeInBytes(), MAX_BYTES))
          .expireAfterWrite(Duration.ofHours(1))
          .executor(Runnable::run)
          .build();

  /**
   * The exchange of the message with this key; else {@code own}, which {@code start} starts.
   *
   * @param start given a task to run when the exchange is over
   */
  ExchangeReplayProcessor getOrStart(
      List<String> key,
      ExchangeReplayProcessor own,
      BiConsumer<ExchangeReplayProcessor, Runnable> start) {
    ExchangeReplayProcessor known =
        running.compute(
            key,
            (any, current) ->
                current == null || hasFailed(current)
                    ? finished.asMap().getOrDefault(key, own)
                    : current);
    if (known == own) {
      start.accept(own, () -> complete(key, own));
    } else if (hasDelivered(known)) {
      running.remove(key, known);
    }
    return known;
  }

  /** Forgets the messages of a conversation. */
  void forget(String conversationId) {
    running.keySet().removeIf(key -> key.get(0).equals(conversationId));
    finished.asMap().keySet().removeIf(key -> key.get(0).equals(conversationId));
  }

  /** A message whose exchange delivered nothing may be sent again. */
  private void complete(List<String> key, ExchangeReplayProcessor replay) {
    if (hasDelivered(replay)) {
      finished.put(key, replay);
    }
    running.remove(key, replay);
  }

  /** Also of one that is about to be removed. */
  private static boolean hasFailed(ExchangeReplayProcessor replay) {
    return replay.lastEvent() instanceof ExchangeCompleted && !hasDelivered(replay);
  }

  private static boolean hasDelivered(ExchangeReplayProcessor replay) {
    return replay.lastEvent() instanceof ExchangeCompleted end && end.messages() + end.images() > 0;
  }
}
