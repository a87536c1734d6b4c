package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a message in each of ten thousand conversations at once. */
final class ConversationsCheck implements Check {
  private static final int COUNT = 10_000;
  private static final int WARM_UP = 100;

  /** By conversation: the number of events in order, and of those that belonged elsewhere. */
  private final Map<String, Long> sequences = new ConcurrentHashMap<>();

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger misplaced = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();

  @Override
  public String name() {
    return "conversations";
  }

  @Override
  public String claim() {
    return "10,000 conversations at once in 512 MB: nothing fails, nothing is lost or mixed up";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx512m");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    Vertx vertx = Vertx.vertx();
    Simulator simulator = Simulator.start(vertx, 0).await();
    simulator.recording(false).latency(Duration.ofMillis(500));
    Http http = Http.create(vertx, HttpOptions.defaults().withConnections(1000).withWaiting(COUNT));
    AnimusClient client = client(vertx, http, simulator.origin() + "/v3");
    send(client, "warm-up-", WARM_UP);
    int threads = Thread.activeCount();
    long millis = send(client, "user-", COUNT);
    judge(Thread.activeCount() - threads);
    client.close();
    vertx.close().await();
    long heap = Runtime.getRuntime().totalMemory() / (1024 * 1024);
    return "%d exchanges in %d ms, %d threads, heap %d MB".formatted(COUNT, millis, threads, heap);
  }

  private void judge(int moreThreads) {
    Check.require(failures.isEmpty(), "%d failed, first: %s", failures.size(), failures.peek());
    Check.require(completed.get() == COUNT + WARM_UP, "%d exchanges completed", completed.get());
    Check.require(misplaced.get() == 0, "%d events lost, mixed up or unordered", misplaced.get());
    Check.require(moreThreads <= 2, "%d more threads for 100 times the conversations", moreThreads);
  }

  /** A tenth of the conversations has a connection at a time; the others wait for theirs. */
  private static AnimusClient client(Vertx vertx, Http http, String url) {
    Timeouts patient = Timeouts.chat().withConnect(Duration.ofMinutes(2));
    Endpoint endpoint = Endpoint.of("simulator", url, Credentials.key("any"), patient);
    return AnimusClient.builder(vertx)
        .chatModel(AnimusChat.create(http, endpoint, "any"))
        .options(ChatOptions.of("any", "Echo."))
        .onClose(http::closeAsync)
        .build();
  }

  /**
   * Sends one message per conversation, and waits until the bus has published the end of each.
   *
   * @return how long that took, in milliseconds
   */
  private long send(AnimusClient client, String prefix, int count) throws InterruptedException {
    long start = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(count);
    var listener = client.events().subscribe(ChatEvent.class, event -> countEvent(event, ended));
    for (int i = 0; i < count; i++) {
      Chat chat = client.chat(prefix + i);
      chat.send("I am " + chat.id() + ".");
    }
    Check.require(ended.await(5, TimeUnit.MINUTES), "%d exchanges did not end", ended.getCount());
    listener.dispose();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private void countEvent(ChatEvent event, CountDownLatch ended) {
    long last = sequences.merge(event.conversationId(), 1L, Long::sum);
    boolean belongs =
        !(event instanceof MessageCompleted message)
            || message.content().contains("I am " + event.conversationId() + ".");
    if (last != event.sequence() || !belongs) {
      misplaced.incrementAndGet();
    }
    if (event instanceof MessageFailed failed) {
      failures.add(failed.error().message());
    }
    if (event instanceof ExchangeCompleted end) {
      completed.addAndGet(end.outcome() == ExchangeOutcome.COMPLETED ? 1 : 0);
      ended.countDown();
    }
  }
}
