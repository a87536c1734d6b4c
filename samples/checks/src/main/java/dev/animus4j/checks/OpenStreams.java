package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.Outcome;
import dev.animus4j.chat.provider.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many answers at once, each word in a read of its own, beside a bare client of Vert.x that hears
 * the same from the same server, before, in a JVM of its own with the same options. The server is a
 * process too; both clients have one event loop. The first seconds, until both are warm and have
 * caught up, are not counted.
 *
 * <p>The figures are those of a machine with a core for the client and one for the server.
 */
final class OpenStreams implements Check {
  private static final int WORDS_PER_SECOND = 20;
  private static final int SECONDS = 60;
  private static final int BARE_SECONDS = 20;
  private static final int LATENCY = 50;
  private static final int ROOM = 10_000;

  private final int streams = Integer.getInteger("open.streams", 2_000);
  private final long start = Word.clock();
  private final Heard heard = new Heard(streams, start);
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
      StreamFigures bare = bare(port);
      try (StreamRun run = new StreamRun(port, heard)) {
        return judged(run, bare);
      }
    }
  }

  private StreamFigures bare(int port) throws Exception {
    try (ChildJvm bare =
        ChildJvm.start(jvm(), BareStreams.class, port, start, streams, BARE_SECONDS)) {
      String line = bare.line();
      while (!StreamFigures.in(line)) {
        System.out.println("bare, " + line);
        line = bare.line();
      }
      return StreamFigures.of(line);
    }
  }

  private String judged(StreamRun run, StreamFigures bare) throws Exception {
    AnimusClient client = client(run);
    StreamFigures ours = run.over(() -> open(client), SECONDS);
    int ended = ended(run, client);
    client.close().blockingAwait();
    double text = ours.characters() / streams;
    double each = (ours.heap() - bare.heap()) / streams;
    List<String> faults = new ArrayList<>();
    add(faults, !run.fault().isEmpty(), run.fault());
    add(faults, ended < streams, ended + " streams were completed");
    add(faults, ours.rate() < 0.9 * streams * WORDS_PER_SECOND, "the pace was not kept");
    add(faults, ours.p99() - bare.p99() > LATENCY, "p99 is too long");
    add(faults, each > 2 * text + ROOM, "too much memory is held");
    String figures = "%s; %.1f kB a stream for %.1f kB of text; bare: %s";
    String line = String.format(Locale.ROOT, figures, ours, each / 1e3, text / 1e3, bare);
    Check.that(faults.isEmpty(), "%s: %s", String.join(", ", faults), line);
    return line;
  }

  private AnimusClient client(StreamRun run) {
    Http http = Http.create(run.vertx(), HttpOptions.defaults().withConnections(streams));
    String url = "http://127.0.0.1:" + run.port() + "/v1";
    return AnimusClient.builder(run.vertx())
        .chatModel(OpenAiCompatibleChat.at(url, http, Credentials.none()))
        .options(ChatOptions.of("any", "Talk.").streaming(true))
        .onClose(http.close())
        .build();
  }

  /** Nobody but the client holds what it sends. */
  private void open(AnimusClient client) {
    var unused = client.events().on(MessageTokens.class, this::hear);
    for (int i = 0; i < streams; i++) {
      client.chat("" + i).send("" + i);
    }
  }

  private void hear(MessageTokens words) {
    heard.take(Integer.parseInt(words.conversationId()), words.content());
  }

  /** How many were completed once the server had ended them. */
  private int ended(StreamRun run, AnimusClient client) throws Exception {
    var unused = client.events().on(ExchangeCompleted.class, this::count);
    run.end();
    run.within(60, () -> completed.get() == streams);
    return completed.get();
  }

  private void count(ExchangeCompleted exchange) {
    completed.addAndGet(exchange.outcome() == Outcome.COMPLETED ? 1 : 0);
  }

  private static void add(List<String> faults, boolean wrong, String fault) {
    if (wrong) {
      faults.add(fault);
    }
  }
}
