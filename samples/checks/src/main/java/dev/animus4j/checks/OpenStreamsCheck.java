package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs many responses at once, with a read for each word, after a bare Vert.x client that receives
 * the same from the same server, in a JVM of its own with the same options. The server is a process
 * too; both clients have one event loop. The first seconds, until both are warm and have caught up,
 * are not counted.
 *
 * <p>The figures are those of a machine with a core for the client and one for the server, whose
 * bare client takes 12.5 µs of processor time for a word. A slower one has fewer streams, in
 * proportion, so that its core is as busy.
 */
final class OpenStreamsCheck implements Check {
  private static final int WORDS_PER_SECOND = 20;
  private static final int SECONDS = 60;
  private static final int BARE_SECONDS = 20;
  private static final int LATENCY = 50;
  private static final int ROOM = 10_000;

  private static final double NORMAL_CPU = 12.5;

  private final long start = TimestampedWord.clock();
  private int streams = Integer.getInteger("open.streams", 2_000);
  private WordStatistics wordStatistics = new WordStatistics(streams, start);
  private final AtomicInteger completed = new AtomicInteger();

  @Override
  public String name() {
    return "open-streams";
  }

  @Override
  public String claim() {
    return "2,000 streams at 20 words a second for a minute in 512 MB: each word is heard once, in"
        + " order, within 50 ms of a bare client (p99), in twice the text and 10 kB a stream";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx512m", "-Dopen.streams=" + streams);
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(8);
  }

  @Override
  public String prove() throws Exception {
    try (ChildJvm server = WordServer.start(WORDS_PER_SECOND, start)) {
      int port = Integer.parseInt(server.line());
      StreamMetrics bare = baseline(port);
      if (bare.cpu() > NORMAL_CPU) {
        streams = (int) (streams * NORMAL_CPU / bare.cpu());
        System.out.println("a slow machine: " + streams + " streams");
        wordStatistics = new WordStatistics(streams, start);
        bare = baseline(port);
      }
      try (StreamRun run = new StreamRun(port, wordStatistics)) {
        return verify(run, bare);
      }
    }
  }

  private StreamMetrics baseline(int port) throws Exception {
    try (ChildJvm bare =
        ChildJvm.start(jvm(), RawVertxStreams.class, port, start, streams, BARE_SECONDS)) {
      String line = bare.line();
      while (!StreamMetrics.isMetricsLine(line)) {
        System.out.println("bare, " + line);
        line = bare.line();
      }
      return StreamMetrics.parse(line);
    }
  }

  private String verify(StreamRun run, StreamMetrics bare) throws Exception {
    AnimusClient client = client(run);
    StreamMetrics sdkMetrics = run.measure(() -> open(client), SECONDS);
    int ended = ended(run, client);
    client.close();
    double text = sdkMetrics.characters() / streams;
    double each = (sdkMetrics.heap() - bare.heap()) / streams;
    List<String> faults = new ArrayList<>();
    add(faults, !run.findFault().isEmpty(), run.findFault());
    add(faults, ended < streams, ended + " streams were completed");
    add(faults, sdkMetrics.rate() < 0.9 * streams * WORDS_PER_SECOND, "the pace was not kept");
    add(faults, sdkMetrics.p99() - bare.p99() > LATENCY, "p99 is too long");
    add(faults, each > 2 * text + ROOM, "too much memory is held");
    String figures = "%d streams, %s; %.1f kB a stream for %.1f kB of text; bare: %s";
    String line =
        String.format(Locale.ROOT, figures, streams, sdkMetrics, each / 1e3, text / 1e3, bare);
    Check.require(faults.isEmpty(), "%s: %s", String.join(", ", faults), line);
    return line;
  }

  private AnimusClient client(StreamRun run) {
    Http http = Http.create(run.vertx(), HttpOptions.defaults().withConnections(streams));
    String url = "http://127.0.0.1:" + run.port() + "/v1";
    return AnimusClient.builder(run.vertx())
        .chatModel(
            OpenAiCompatibleChat.create(
                http, OpenAiCompatibleChat.endpoint(url, Credentials.none()), "any"))
        .options(ChatOptions.of("any", "Talk.").withStreaming(true))
        .onClose(http::closeAsync)
        .build();
  }

  /** Starts the exchanges; only the client holds references to them. */
  private void open(AnimusClient client) {
    var unused = client.events().subscribe(MessageTokens.class, this::countTokens);
    for (int i = 0; i < streams; i++) {
      client.chat("" + i).send("" + i);
    }
  }

  private void countTokens(MessageTokens words) {
    wordStatistics.append(Integer.parseInt(words.conversationId()), words.content());
  }

  /** The number of exchanges completed after the server has ended its streams. */
  private int ended(StreamRun run, AnimusClient client) throws Exception {
    var unused = client.events().subscribe(ExchangeCompleted.class, this::count);
    run.endStreams();
    run.awaitCondition(60, () -> completed.get() == streams);
    return completed.get();
  }

  private void count(ExchangeCompleted exchange) {
    completed.addAndGet(exchange.outcome() == ExchangeOutcome.COMPLETED ? 1 : 0);
  }

  private static void add(List<String> faults, boolean wrong, String fault) {
    if (wrong) {
      faults.add(fault);
    }
  }
}
