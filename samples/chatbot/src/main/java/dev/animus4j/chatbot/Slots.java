package dev.animus4j.chatbot;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** So many things at once, of each client and of each session; one more is refused. */
final class Slots {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Share share;
  private final Map<Object, Long> taken = new HashMap<>();

  Slots(Share share) {
    this.share = share;
  }

  /** Takes a slot, to be given back once. */
  Runnable take(Owner owner) {
    List<Object> names = List.of("all", List.of(owner.client()), owner);
    synchronized (taken) {
      if (of(names.get(0)) >= share.all()
          || of(names.get(1)) >= share.client()
          || of(names.get(2)) >= share.session()) {
        throw Problem.tooMany(SOON);
      }
      names.forEach(name -> taken.merge(name, 1L, Long::sum));
    }
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        giveBack(names);
      }
    };
  }

  private void giveBack(List<Object> names) {
    synchronized (taken) {
      names.forEach(name -> taken.computeIfPresent(name, (same, n) -> n == 1 ? null : n - 1));
    }
  }

  private long of(Object name) {
    return taken.getOrDefault(name, 0L);
  }

  /** How many are taken. */
  long count() {
    synchronized (taken) {
      return of("all");
    }
  }
}
