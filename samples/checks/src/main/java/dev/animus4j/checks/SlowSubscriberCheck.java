package dev.animus4j.checks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.StreamingChatModel;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Responses of many tokens, with a subscriber to all of them that takes long for each event. */
final class SlowSubscriberCheck implements Check {
  private static final int CHATS = 5;
  private static final int ROUNDS = 10;
  private static final int TOKENS = 5_000;
  private static final long PAUSE = 100;
  private static final long ROOM = 8 << 20;
  private static final String ANSWER =
      IntStream.range(0, TOKENS).mapToObj(SlowSubscriberCheck::token).collect(joining());

  private final Queue<ChatEvent> taken = new ConcurrentLinkedQueue<>();
  private final CountDownLatch ended = new CountDownLatch(ROUNDS * CHATS);

  private static String token(int number) {
    return "word-" + number + " ";
  }

  @Override
  public String name() {
    return "slow-subscriber";
  }

  @Override
  public String claim() {
    return "50 answers of 5,000 tokens, a subscriber that takes 100 ms for each event:"
        + " 8 MB at most wait, no step is lost, no text, and the exchanges are not slowed";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx64m");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    Vertx vertx = Vertx.vertx();
    AnimusClient client = client(vertx);
    RoundsResult warm = rounds(client, "warm-up-");
    RoundsResult alone = rounds(client, "alone-");
    Disposable slow = subscribeSlowly(client);
    RoundsResult watched = rounds(client, "watched-");
    String meanwhile = ", %d of them meanwhile".formatted(taken.size());
    Check.require(ended.await(4, TimeUnit.MINUTES), "%d ends were not told", ended.getCount());
    slow.dispose();
    client.close();
    vertx.close().await();
    judge(byConversation(watched.steps));
    return figures(watched, alone, Math.min(warm.millis, alone.millis)) + meanwhile;
  }

  private String figures(RoundsResult watched, RoundsResult alone, long fastest) {
    long waited = watched.grown - alone.grown;
    Check.require(waited < ROOM, "%,d bytes waited for the subscriber", waited);
    long limit = 100 + 2 * fastest;
    Check.require(watched.millis < limit, "%d ms, limit %d ms", watched.millis, limit);
    String line = "%,d tokens, at best %,d in %d ms (%d ms alone), %d KB waited, told as %d events";
    int tokens = CHATS * TOKENS;
    return line.formatted(
        ROUNDS * tokens, tokens, watched.millis, alone.millis, waited >> 10, taken.size());
  }

  private static AnimusClient client(Vertx vertx) {
    StreamingChatModel model =
        request ->
            Flowable.range(0, TOKENS)
                .<ChatUpdate>map(number -> new ChatUpdate.TextDelta(token(number)))
                .concatWith(Flowable.just(ChatResponse.of(ANSWER)));
    ChatOptions options = ChatOptions.of("any", "Talk.").withoutAutoTurn().withStreaming(true);
    return AnimusClient.builder(vertx).chatModel(model).options(options).build();
  }

  /** Subscribes on a thread of its own, which sleeps; it requests one event at a time. */
  private Disposable subscribeSlowly(AnimusClient client) {
    return client.events().stream()
        .observeOn(Schedulers.io(), false, 1)
        .subscribe(
            event -> {
              taken.add(event);
              Thread.sleep(PAUSE);
              if (event instanceof ExchangeCompleted) {
                ended.countDown();
              }
            });
  }

  /**
   * Some responses at a time, several times.
   *
   * @param millis how long the fastest round took
   * @param grown by how much more memory is held afterwards, in bytes
   * @param steps the events other than deltas
   */
  private record RoundsResult(long millis, long grown, List<ChatEvent> steps) {}

  private static RoundsResult rounds(AnimusClient client, String prefix)
      throws InterruptedException {
    long before = heldMemory();
    long fastest = Long.MAX_VALUE;
    List<ChatEvent> steps = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      steps.addAll(exchanges(client, prefix + round + "-"));
      fastest = Math.min(fastest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
    return new RoundsResult(fastest, heldMemory() - before, steps);
  }

  private static List<ChatEvent> exchanges(AnimusClient client, String prefix) {
    return Flowable.range(0, CHATS)
        .map(number -> client.chat(prefix + number).send("Talk to me."))
        .toList()
        .flatMapPublisher(Flowable::merge)
        .filter(event -> !(event instanceof MessageTokens))
        .toList()
        .timeout(1, TimeUnit.MINUTES)
        .blockingGet();
  }

  private static long heldMemory() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static Map<String, List<ChatEvent>> byConversation(List<ChatEvent> events) {
    return events.stream().collect(groupingBy(ChatEvent::conversationId));
  }

  private void judge(Map<String, List<ChatEvent>> steps) {
    byConversation(List.copyOf(taken))
        .forEach((chat, events) -> judge(events, steps.getOrDefault(chat, List.of())));
    int answers = byConversation(List.copyOf(taken)).size();
    Check.require(answers == ROUNDS * CHATS, "%d conversations were heard", answers);
  }

  private static void judge(List<ChatEvent> events, List<ChatEvent> steps) {
    String text =
        events.stream()
            .filter(MessageTokens.class::isInstance)
            .map(event -> ((MessageTokens) event).content())
            .collect(joining());
    Check.require(text.equals(ANSWER), "an answer of %d characters was told", text.length());
    List<ChatEvent> others = events.stream().filter(e -> !(e instanceof MessageTokens)).toList();
    Check.require(others.equals(steps), "%d steps were told, not %d", others.size(), steps.size());
    long[] sequences = events.stream().mapToLong(ChatEvent::sequence).toArray();
    boolean rising =
        IntStream.range(1, events.size()).allMatch(i -> sequences[i - 1] < sequences[i]);
    Check.require(rising, "the events of a conversation came out of order");
  }
}
