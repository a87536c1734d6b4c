package dev.animus4j.checks;

import static java.util.stream.Collectors.toSet;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.checks.history.ObservedHistory;
import dev.animus4j.checks.history.ObservedSend;
import dev.animus4j.checks.history.StoredHistory;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the last client finds: it ends what was left running, and deletes the files of no image.
 *
 * @param sweptFiles how many it deleted
 */
record KillRecovery(StoredHistory stored, int sweptFiles) {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int ALL = Integer.MAX_VALUE;

  static KillRecovery run(Vertx vertx, KillPlace place, ObservedHistory observed)
      throws InterruptedException {
    Ledger ledger = place.engine().open(vertx, place.ledger());
    try (AnimusClient client =
        KillClient.create(vertx, ledger, place.images(), "http://127.0.0.1:1/none")) {
      List<String> ids = KillLoad.ofJvm().conversationIds();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (ids.stream().anyMatch(id -> isRunning(ledger, id)) && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      int swept = client.sweepImages(Duration.ofMillis(10)).blockingGet();
      Set<URI> files =
          new HashSet<>(
              new FileImageStore(vertx, place.images())
                  .list()
                  .map(ImageStore.Stored::location)
                  .toList()
                  .blockingGet());
      return new KillRecovery(
          new StoredHistory(ids.stream().map(id -> read(ledger, id, observed)).toList(), files),
          swept);
    }
  }

  private static boolean isRunning(Ledger ledger, String id) {
    Set<String> open = new HashSet<>();
    for (StoredEvent row : ledger.eventsAfter(id, 0, ALL).blockingGet()) {
      if (row.event() instanceof ExchangeCompleted end) {
        open.remove(end.exchangeId());
      } else {
        open.add(row.event().exchangeId());
      }
    }
    return !open.isEmpty();
  }

  private static StoredHistory.Conversation read(
      Ledger ledger, String id, ObservedHistory observed) {
    List<StoredEntry> entries = ledger.entries(id, ALL).blockingGet();
    List<StoredEvent> events = ledger.eventsAfter(id, 0, ALL).blockingGet();
    Map<String, String> exchanges = new HashMap<>();
    for (ObservedSend send : observed.sends()) {
      if (send.conversationId().equals(id) && send.messageId() != null) {
        ledger
            .exchangeOf(id, send.messageId())
            .blockingSubscribe(exchange -> exchanges.put(send.messageId(), exchange));
      }
    }
    return new StoredHistory.Conversation(id, entries, events, exchanges, images(ledger, events));
  }

  /** The locations that were published, and of which the ledger knows. */
  private static Set<URI> images(Ledger ledger, List<StoredEvent> events) {
    return events.stream()
        .map(StoredEvent::event)
        .filter(ImageGenerationCompleted.class::isInstance)
        .map(it -> ((ImageGenerationCompleted) it).picture().imageUrl())
        .filter(location -> ledger.image(location).blockingGet() != null)
        .collect(toSet());
  }
}
