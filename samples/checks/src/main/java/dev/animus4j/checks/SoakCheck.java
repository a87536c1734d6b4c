package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chatbot.Backend;
import dev.animus4j.chatbot.ChatbotSettings;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Users chat with the chatbot for minutes, while a tenth of all requests fails, and abusive clients
 * run beside them; afterwards nothing is left behind.
 */
final class SoakCheck implements Check {
  private static final int VISITORS = 20;
  private static final int STRANGERS = 2;
  private static final int MEGABYTES = 48;

  private final int seconds = Integer.getInteger("soak.seconds", 300);
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final AtomicInteger drops = new AtomicInteger();
  private final AtomicInteger attacks = new AtomicInteger();
  private Path data = Path.of("");

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public String claim() {
    return "five minutes of chat with faults and attackers: nothing is lost, and nothing is left"
        + " behind";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx256m", "-Djava.awt.headless=true", "-Dsoak.seconds=" + seconds);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(2L * seconds).plusMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    Vertx vertx = Vertx.vertx();
    Simulator simulator = Simulator.start(vertx, 0).await().recording(false);
    simulator.latency(Duration.ofMillis(20));
    data = Files.createTempDirectory("animus4j-soak");
    Backend backend = backend(vertx, simulator);
    ResourceSnapshot before = after(simulator, backend.url(), Math.max(10, seconds / 10));
    outcomes.clear();
    ResourceSnapshot after = after(simulator, backend.url(), seconds);
    after.requireAtMost(before, 2 * VISITORS, MEGABYTES);
    judge(simulator);
    backend.close().blockingAwait();
    simulator.close().await();
    vertx.close().await();
    return "%d s, %s, %d dropped sockets, %d attacks; before %s, after %s"
        .formatted(seconds, outcomes, drops.get(), attacks.get(), before, after);
  }

  private Backend backend(Vertx vertx, Simulator simulator) {
    System.setProperty("animus.api.key", "any");
    System.setProperty("animus.base.url", simulator.origin() + "/v3");
    Map<String, String> settings =
        Map.of(
            "CHATBOT_PORT", "0",
            "CHATBOT_REQUESTS_PER_MINUTE", "1000000",
            "CHATBOT_DATA", data.toString());
    Backend.ClientFactory whole =
        (store, configure) ->
            configure
                .apply(AnimusClient.builder(vertx).fromEnv())
                .options(options -> options.withoutAutoTurn().withStreaming(false))
                .build();
    return Backend.start(vertx, ChatbotSettings.of(settings::get), line -> {}, whole).await();
  }

  private void judge(Simulator simulator) throws Exception {
    int open = simulator.openRequests();
    Check.require(open == 0, "%d requests to the provider are open", open);
    try (var files = Files.list(data.resolve("images"))) {
      long left = files.count();
      Check.require(left == 0, "%d files of forgotten conversations were left", left);
    }
    Check.require(outcomes.getOrDefault("completed", 0) > 0, "nothing was answered: %s", outcomes);
    Check.require(outcomes.getOrDefault("failed", 0) > 0, "nothing failed: %s", outcomes);
  }

  /** The resources after so many seconds of users, and a few idle ones. */
  private ResourceSnapshot after(Simulator simulator, String url, int seconds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(VISITORS + STRANGERS);
    List<Future<Integer>> visits = new ArrayList<>();
    List<Future<Integer>> strangers = strangers(threads, URI.create(url), end);
    for (int i = 0; i < VISITORS; i++) {
      Random chance = new Random(i);
      Callable<Integer> visit =
          () -> visit(simulator, new ChatbotClient(url, chance.nextLong()), end);
      visits.add(threads.submit(visit));
    }
    for (Future<Integer> visit : visits) {
      drops.addAndGet(visit.get());
    }
    for (Future<Integer> stranger : strangers) {
      attacks.addAndGet(stranger.get());
    }
    threads.shutdown();
    System.gc();
    Thread.sleep(5_000);
    return ResourceSnapshot.take();
  }

  private static List<Future<Integer>> strangers(ExecutorService threads, URI url, long end) {
    return IntStream.rangeClosed(1, STRANGERS)
        .mapToObj(i -> new AbusiveClient(url, "127.0.6." + i, new Random(i), end))
        .map(threads::submit)
        .toList();
  }

  private int visit(Simulator simulator, ChatbotClient chatbotClient, long end) throws Exception {
    Random chance = new Random(chatbotClient.hashCode());
    chatbotClient.startConversation();
    while (System.nanoTime() < end) {
      boolean draws = chance.nextInt(3) == 0;
      fault(simulator, chance, "/completions");
      if (draws) {
        fault(simulator, chance, "/generate/image");
      }
      String outcome =
          chatbotClient.sendMessage(draws ? "Show me a lighthouse" : "Tell me something");
      outcomes.merge(outcome, 1, Integer::sum);
      if (chance.nextInt(5) == 0) {
        chatbotClient.clearHistory();
      }
      Thread.sleep(500 + chance.nextInt(1_000));
    }
    chatbotClient.clearHistory();
    return chatbotClient.drops();
  }

  private static void fault(Simulator simulator, Random chance, String path) {
    if (chance.nextInt(10) == 0) {
      simulator.script(
          switch (chance.nextInt(3)) {
            case 0 -> ScriptedResponse.status(503).forPath(path);
            case 1 -> ScriptedResponse.ruleBased().forPath(path).cutAfter(40);
            default -> ScriptedResponse.status(400).forPath(path); // which no retry mends
          });
    }
  }
}
