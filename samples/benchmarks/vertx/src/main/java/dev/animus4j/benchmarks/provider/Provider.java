package dev.animus4j.benchmarks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The provider: one event loop, and answers that lie ready outside the heap. */
public final class Provider {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
  private static final int BACKLOG = 4096;

  private final Vertx vertx;
  private final Map<String, Settings> paths = new HashMap<>();
  private final Map<Settings, List<Buffer>> answers = new HashMap<>();

  private Provider(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Its first line of output is the port where it listens. */
  public static void main(String[] arguments) {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    vertx
        .createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
        .requestHandler(new Provider(vertx)::receive)
        .listen(0, "127.0.0.1")
        .onSuccess(server -> System.out.println(server.actualPort()));
  }

  private void receive(HttpServerRequest request) {
    Settings settings = paths.computeIfAbsent(request.uri(), Settings::of);
    request.end().onSuccess(read -> wait(request.response(), settings));
  }

  private void wait(HttpServerResponse response, Settings settings) {
    if (settings.delay() > 0) {
      vertx.setTimer(settings.delay(), timer -> answer(response, settings));
    } else {
      answer(response, settings);
    }
  }

  private void answer(HttpServerResponse response, Settings settings) {
    List<Buffer> pieces = answers.computeIfAbsent(settings, Provider::written);
    response.putHeader(HttpHeaders.CONTENT_TYPE, settings.streaming() ? EVENTS : JSON);
    response.setChunked(pieces.size() > 1);
    write(response, pieces, 0);
  }

  private static void write(HttpServerResponse response, List<Buffer> pieces, int from) {
    int at = from;
    while (at < pieces.size() - 1 && !response.writeQueueFull()) {
      response.write(pieces.get(at));
      at++;
    }
    int next = at;
    if (next == pieces.size() - 1) {
      response.end(pieces.get(next));
    } else {
      response.drainHandler(v -> write(response.drainHandler(null), pieces, next));
    }
  }

  private static List<Buffer> written(Settings settings) {
    return settings.streaming()
        ? stream(settings)
        : List.of(
            direct(
                switch (settings.kind()) {
                  case CHAT -> Texts.completion();
                  case PICTURE -> Texts.picture(settings.bytes());
                  case GEMINI_PICTURE -> Texts.geminiPicture(settings.bytes());
                  default -> Texts.geminiCompletion();
                }));
  }

  private static List<Buffer> stream(Settings settings) {
    boolean gemini = settings.kind() == Settings.Kind.GEMINI_STREAM;
    List<String> events = new ArrayList<>();
    for (int i = 0; i < settings.chunks(); i++) {
      String word = Texts.word(i);
      events.add(
          gemini ? Texts.geminiChunk(word) : Texts.chunk("{\"content\":\"" + word + "\"}", "null"));
    }
    if (!gemini) {
      events.add(0, Texts.chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
      events.add(Texts.chunk("{}", "\"stop\"") + "data: [DONE]\n\n");
    }
    List<Buffer> pieces = new ArrayList<>();
    for (int i = 0; i < events.size(); i += settings.together()) {
      int end = Math.min(events.size(), i + settings.together());
      pieces.add(direct(String.join("", events.subList(i, end))));
    }
    return pieces;
  }

  /** Never released, and so written without a copy. */
  private static Buffer direct(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return BufferInternal.buffer(
        Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes)));
  }
}
