package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
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
 * Several writers send into one conversation at once, with a history that takes a millisecond for
 * each entry.
 */
final class ConcurrentWritersCheck implements Check {
  private final AtomicInteger requests = new AtomicInteger();
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
    Http http = Http.create(vertx);
    AnimusClient client = client(vertx, http, simulator.origin() + "/v1");
    List<String> figures = new ArrayList<>();
    for (OverlapPolicy overlap : List.of(OverlapPolicy.INTERRUPT, OverlapPolicy.queue(2000))) {
      figures.add(writeConcurrently(client, overlap, 2, 100));
      figures.add(writeConcurrently(client, overlap, 4, 500));
    }
    Check.require(disorder.isEmpty(), "sent in disorder: %s", disorder.peek());
    client.close();
    vertx.close().await();
    return String.join("; ", figures) + "; " + requests + " requests, all in order";
  }

  private AnimusClient client(Vertx vertx, Http http, String url) {
    var endpoint = OpenAiCompatibleChat.endpoint(url, Credentials.key("any"));
    OpenAiCompatibleChat model = OpenAiCompatibleChat.create(http, endpoint, "any");
    return AnimusClient.builder(vertx)
        .chatModel((StreamingChatModel) request -> withHistoryCheck(model, request))
        .history(new SlowHistoryStore(HistoryStore.inMemory()))
        .options(ChatOptions.of("any", "Echo."))
        .onClose(http::closeAsync)
        .build();
  }

  private Flowable<ChatUpdate> withHistoryCheck(OpenAiCompatibleChat model, ChatRequest request) {
    requests.incrementAndGet();
    verifyRequest(request.messages());
    return model.stream(request);
  }

  /** Verifies that no response follows a response, and the last message is the user's. */
  private void verifyRequest(List<Message> messages) {
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

  private String writeConcurrently(
      AnimusClient client, OverlapPolicy overlap, int writers, int each)
      throws InterruptedException {
    Chat chat = client.chat(overlap.policy() + " " + writers);
    ChatOptions options = chat.options().withOverlap(overlap);
    long start = System.nanoTime();
    List<WriterMessages> lines =
        IntStream.rangeClosed(1, writers)
            .mapToObj(n -> new WriterMessages("writer " + n, each))
            .toList();
    Queue<Completable> exchanges = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        lines.stream().map(own -> new Thread(() -> write(chat, options, own, exchanges))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    boolean over = Completable.merge(exchanges).blockingAwait(5, TimeUnit.MINUTES);
    Check.require(over, "%s: not over after five minutes", chat.id());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return verify(chat, lines) + " (" + overlap.policy() + ", " + millis + " ms)";
  }

  /** Sends the messages of a writer, who now and then reads the response. */
  private static void write(
      Chat chat, ChatOptions options, WriterMessages writerMessages, Queue<Completable> exchanges) {
    for (int number = 0; number < writerMessages.each; number++) {
      Completable exchange = chat.send(writerMessages.line(number), options).ignoreElements();
      exchanges.add(exchange);
      if (number % 10 == 9) {
        exchange.blockingAwait();
      }
    }
  }

  private String verify(Chat chat, List<WriterMessages> writers) {
    List<HistoryEntry> all = chat.history().get().blockingGet();
    List<String> delegate =
        all.stream()
            .map(HistoryEntry::message)
            .filter(message -> message.role() == Role.USER)
            .map(Message::content)
            .toList();
    int sent = writers.stream().mapToInt(WriterMessages::each).sum();
    Check.require(delegate.size() == sent, "%s: %d of %d kept", chat.id(), delegate.size(), sent);
    Check.require(new HashSet<>(delegate).size() == sent, "%s: some are kept twice", chat.id());
    for (WriterMessages writer : writers) {
      List<String> own = delegate.stream().filter(line -> line.startsWith(writer.name)).toList();
      Check.require(own.equals(writer.all()), "%s: %s is out of order", chat.id(), writer.name);
    }
    List<Message> messages = new ArrayList<>(PromptMessageConverter.of(all));
    messages.add(Message.user("the next"));
    verifyRequest(messages);
    return "%d of %d kept, %d answers"
        .formatted(delegate.size(), sent, all.size() - delegate.size());
  }

  /** The messages of one writer. */
  private record WriterMessages(String name, int each) {
    String line(int number) {
      return name + " writes line " + number + ".";
    }

    List<String> all() {
      return IntStream.range(0, each).mapToObj(this::line).toList();
    }
  }

  /** History store with latency, called concurrently. */
  private record SlowHistoryStore(HistoryStore delegate) implements HistoryStore {
    private static Completable latency() {
      return Completable.timer(1, TimeUnit.MILLISECONDS);
    }

    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      return latency().andThen(delegate.append(conversation, entry));
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return latency().andThen(delegate.recentEntries(conversation, limit));
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return latency().andThen(delegate.edit(conversation, change));
    }
  }
}
