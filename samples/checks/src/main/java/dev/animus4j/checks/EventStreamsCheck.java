package dev.animus4j.checks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens many event streams of one chatbot, which is a JVM of its own; each receives the events of
 * its conversation.
 */
final class EventStreamsCheck implements Check {
  private static final int STREAMS = 500;
  private static final int CONVERSATIONS = 50;
  private static final int MEGABYTES = 300;

  private final CountDownLatch open = new CountDownLatch(STREAMS);
  private final CountDownLatch completed = new CountDownLatch(STREAMS);
  private final List<Runnable> pending = new ArrayList<>();

  @Override
  public String name() {
    return "event-streams";
  }

  @Override
  public String claim() {
    return "500 event streams of one chatbot in 300 MB: each hears its conversation";
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
    try (ChildJvm chatbot = start()) {
      return prove(vertx, chatbot);
    } finally {
      vertx.close().await();
    }
  }

  /**
   * Starts the chatbot with its defaults, but for its port, heap and directory; its provider is in
   * the same JVM.
   */
  private static ChildJvm start() throws Exception {
    ProcessBuilder program = ChildJvm.program(List.of("-Xmx128m"), "dev.animus4j.chatbot.Main");
    program.environment().clear();
    program.environment().put("CHATBOT_PORT", "0");
    program.environment().put("CHATBOT_DATA", Files.createTempDirectory("animus4j").toString());
    program.environment().put("CHATBOT_REQUESTS_PER_MINUTE", "100000");
    return ChildJvm.start(program);
  }

  private String prove(Vertx vertx, ChildJvm chatbot) throws Exception {
    URI url = URI.create(address(chatbot));
    drain(chatbot.output());
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(STREAMS + 50);
    HttpClientOptions options =
        new HttpClientOptions().setDefaultHost(url.getHost()).setDefaultPort(url.getPort());
    HttpClient client = vertx.createHttpClient(options, pool);
    long start = System.nanoTime();
    for (int i = 0; i < CONVERSATIONS; i++) {
      openStreams(client);
    }
    Check.require(open.await(2, TimeUnit.MINUTES), "%d streams did not open", open.getCount());
    pending.forEach(Runnable::run);
    Check.require(
        completed.await(2, TimeUnit.MINUTES), "%d did not hear the end", completed.getCount());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    long megabytes = MemoryMeter.resident("" + chatbot.pid());
    Check.require(megabytes < MEGABYTES, "%d MB at most", megabytes);
    return "%d streams opened and served in %d ms, at most %d MB resident"
        .formatted(STREAMS, millis, megabytes);
  }

  private static String address(ChildJvm chatbot) throws Exception {
    String line = chatbot.line();
    while (!line.startsWith("Chat at ")) {
      line = chatbot.line();
    }
    return line.substring("Chat at ".length());
  }

  private static void drain(BufferedReader output) {
    Thread reader = new Thread(() -> skip(output));
    reader.setDaemon(true);
    reader.start();
  }

  private static void skip(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins a conversation, and opens several streams of it; its message is sent later. */
  private void openStreams(HttpClient client) {
    ConversationSession conversationSession =
        client
            .request(HttpMethod.POST, "/api/conversations")
            .compose(request -> request.send())
            .compose(
                response -> response.body().map(body -> ConversationSession.of(response, body)))
            .await();
    openStreams(client, conversationSession.path(), conversationSession.cookie());
  }

  /** A conversation, and the cookie of its session. */
  private record ConversationSession(String path, String cookie) {
    static ConversationSession of(HttpClientResponse response, Buffer body) {
      String path = "/api/conversations/" + body.toJsonObject().getString("id");
      return new ConversationSession(path, response.getHeader("set-cookie").replaceAll(";.*", ""));
    }
  }

  private void openStreams(HttpClient client, String path, String cookie) {
    for (int i = 0; i < STREAMS / CONVERSATIONS; i++) {
      client
          .request(HttpMethod.GET, path + "/events")
          .compose(request -> request.putHeader("Cookie", cookie).send())
          .onSuccess(this::subscribe);
    }
    pending.add(() -> sendMessage(client, path, cookie));
  }

  private void subscribe(HttpClientResponse stream) {
    open.countDown();
    Buffer all = Buffer.buffer();
    AtomicBoolean heard = new AtomicBoolean();
    stream.handler(
        piece -> {
          all.appendBuffer(piece); // an event may be split
          if (all.toString().contains("\"exchangeComplete\"") && heard.compareAndSet(false, true)) {
            completed.countDown();
          }
        });
  }

  private static void sendMessage(HttpClient client, String path, String cookie) {
    var unused =
        client
            .request(HttpMethod.POST, path + "/messages")
            .compose(
                request ->
                    request
                        .putHeader("Cookie", cookie)
                        .putHeader("Content-Type", "application/json")
                        .send("{\"text\":\"Tell me something\"}"));
  }
}
