package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Overlap;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.history.Window;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.provider.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Several write into one conversation at once, whose history takes a millisecond for each entry.
 */
final class TwoWriters implements Check {
  private final AtomicInteger asked = new AtomicInteger();
  private final Queue<String> disorder = new ConcurrentLinkedQueue<>();

  @Override
  public String name() {
    return "two-writers";
  }

  @Override
  public String claim() {
    return "2 writers x 100 and 4 x 500 in one conversation: every message is kept, once, in order";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx256m");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    Vertx vertx = Vertx.vertx();
    Simulator simulator = Simulator.start(vertx, 0).await();
    simulator.recording(false);
    Http http = Http.create(vertx, HttpOptions.defaults());
    AnimusClient client = client(vertx, http, simulator.origin() + "/v1");
    List<String> figures = new ArrayList<>();
    for (Overlap overlap : List.of(Overlap.INTERRUPT, Overlap.queue(2000))) {
      figures.add(written(client, overlap, 2, 100));
      figures.add(written(client, overlap, 4, 500));
    }
    Check.that(disorder.isEmpty(), "sent in disorder: %s", disorder.peek());
    client.close().blockingAwait();
    vertx.close().await();
    return String.join("; ", figures) + "; " + asked + " requests, all in order";
  }

  private AnimusClient client(Vertx vertx, Http http, String url) {
    OpenAiCompatibleChat model = OpenAiCompatibleChat.at(url, http, Credentials.key("any"));
    return AnimusClient.builder(vertx)
        .chatModel((StreamingChatModel) request -> watched(model, request))
        .history(new Slow(History.inMemory()))
        .options(ChatOptions.of("any", "Echo."))
        .onClose(http.close())
        .build();
  }

  private Flowable<ChatPart> watched(OpenAiCompatibleChat model, ChatRequest request) {
    asked.incrementAndGet();
    judge(request.messages());
    return model.stream(request);
  }

  /** No answer after an answer, and a question last. */
  private void judge(List<Message> messages) {
    for (int at = 1; at < messages.size(); at++) {
      boolean answers = messages.get(at).role() == Role.ASSISTANT;
      if (answers && messages.get(at - 1).role() != Role.USER) {
        disorder.add(messages.toString());
      }
    }
    if (messages.get(messages.size() - 1).role() != Role.USER) {
      disorder.add(messages.toString());
    }
  }

  private String written(AnimusClient client, Overlap overlap, int writers, int each)
      throws InterruptedException {
    Chat chat = client.chat(overlap.policy() + " " + writers);
    ChatOptions options = chat.options().overlap(overlap);
    long start = System.nanoTime();
    List<Lines> lines =
        IntStream.rangeClosed(1, writers).mapToObj(n -> new Lines("writer " + n, each)).toList();
    Queue<Completable> exchanges = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        lines.stream().map(own -> new Thread(() -> write(chat, options, own, exchanges))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    boolean over = Completable.merge(exchanges).blockingAwait(5, TimeUnit.MINUTES);
    Check.that(over, "%s: not over after five minutes", chat.id());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return judged(chat, lines) + " (" + overlap.policy() + ", " + millis + " ms)";
  }

  /** Now and then a writer reads what he is answered. */
  private static void write(
      Chat chat, ChatOptions options, Lines lines, Queue<Completable> exchanges) {
    for (int number = 0; number < lines.each; number++) {
      Completable exchange = chat.send(lines.of(number), options).ignoreElements();
      exchanges.add(exchange);
      if (number % 10 == 9) {
        exchange.blockingAwait();
      }
    }
  }

  private String judged(Chat chat, List<Lines> writers) {
    List<Entry> all = chat.history().get().blockingGet();
    List<String> kept =
        all.stream()
            .map(Entry::message)
            .filter(message -> message.role() == Role.USER)
            .map(Message::content)
            .toList();
    int sent = writers.stream().mapToInt(Lines::each).sum();
    Check.that(kept.size() == sent, "%s: %d of %d kept", chat.id(), kept.size(), sent);
    Check.that(new HashSet<>(kept).size() == sent, "%s: some are kept twice", chat.id());
    for (Lines writer : writers) {
      List<String> own = kept.stream().filter(line -> line.startsWith(writer.name)).toList();
      Check.that(own.equals(writer.all()), "%s: %s is out of order", chat.id(), writer.name);
    }
    List<Message> messages = new ArrayList<>(Window.of(all));
    messages.add(Message.user("the next"));
    judge(messages);
    return "%d of %d kept, %d answers".formatted(kept.size(), sent, all.size() - kept.size());
  }

  /** What one writer writes. */
  private record Lines(String name, int each) {
    String of(int number) {
      return name + " writes line " + number + ".";
    }

    List<String> all() {
      return IntStream.range(0, each).mapToObj(this::of).toList();
    }
  }

  /** A store that takes its time, and is asked by several at once. */
  private record Slow(History kept) implements History {
    private static Completable latency() {
      return Completable.timer(1, TimeUnit.MILLISECONDS);
    }

    @Override
    public Completable append(String conversation, Entry entry) {
      return latency().andThen(kept.append(conversation, entry));
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return latency().andThen(kept.recent(conversation, limit));
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return latency().andThen(kept.edit(conversation, change));
    }
  }
}
