package dev.animus4j.chatbot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Limits concurrent uses by client and by session; one more is rejected. */
final class ConcurrencyLimiter {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Quota quota;
  private final Map<Object, Long> counts = new HashMap<>();

  ConcurrencyLimiter(Quota quota) {
    this.quota = quota;
  }

  /** Acquires a slot, to be released once. */
  Runnable acquire(ClientSession clientSession) {
    List<Object> names = List.of("all", List.of(clientSession.client()), clientSession);
    synchronized (counts) {
      if (usedBy(names.get(0)) >= quota.all()
          || usedBy(names.get(1)) >= quota.client()
          || usedBy(names.get(2)) >= quota.session()) {
        throw Problem.tooManyRequests(SOON);
      }
      names.forEach(name -> counts.merge(name, 1L, Long::sum));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        release(names);
      }
    };
  }

  private void release(List<Object> names) {
    synchronized (counts) {
      names.forEach(name -> counts.computeIfPresent(name, (same, n) -> n == 1 ? null : n - 1));
    }
  }

  private long usedBy(Object name) {
    return counts.getOrDefault(name, 0L);
  }

  /** The number of slots in use. */
  long count() {
    synchronized (counts) {
      return usedBy("all");
    }
  }
}
