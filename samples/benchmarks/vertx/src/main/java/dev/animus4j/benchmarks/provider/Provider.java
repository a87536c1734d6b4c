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

/** Provider with one event loop, and responses prepared outside the heap. */
public final class Provider {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
  private static final int BACKLOG = 4096;

  private final Vertx vertx;
  private final Map<String, ResponseSettings> paths = new HashMap<>();
  private final Map<ResponseSettings, List<Buffer>> answers = new HashMap<>();

  private Provider(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Starts the provider; its first line of output is the port. */
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
    ResponseSettings responseSettings = paths.computeIfAbsent(request.uri(), ResponseSettings::of);
    request.end().onSuccess(read -> wait(request.response(), responseSettings));
  }

  private void wait(HttpServerResponse response, ResponseSettings responseSettings) {
    if (responseSettings.delay() > 0) {
      vertx.setTimer(responseSettings.delay(), timer -> answer(response, responseSettings));
    } else {
      answer(response, responseSettings);
    }
  }

  private void answer(HttpServerResponse response, ResponseSettings responseSettings) {
    List<Buffer> pieces = answers.computeIfAbsent(responseSettings, Provider::responseBody);
    response.putHeader(HttpHeaders.CONTENT_TYPE, responseSettings.streaming() ? EVENTS : JSON);
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

  private static List<Buffer> responseBody(ResponseSettings responseSettings) {
    return responseSettings.streaming()
        ? stream(responseSettings)
        : List.of(
            direct(
                switch (responseSettings.kind()) {
                  case CHAT -> ResponseBodies.completion();
                  case PICTURE -> ResponseBodies.picture(responseSettings.bytes());
                  case GEMINI_PICTURE -> ResponseBodies.geminiPicture(responseSettings.bytes());
                  default -> ResponseBodies.geminiCompletion();
                }));
  }

  private static List<Buffer> stream(ResponseSettings responseSettings) {
    boolean gemini = responseSettings.kind() == ResponseSettings.Kind.GEMINI_STREAM;
    List<String> events = new ArrayList<>();
    for (int i = 0; i < responseSettings.chunks(); i++) {
      String word = ResponseBodies.word(i);
      events.add(
          gemini
              ? ResponseBodies.geminiChunk(word)
              : ResponseBodies.chunk("{\"content\":\"" + word + "\"}", "null"));
    }
    if (!gemini) {
      events.add(0, ResponseBodies.chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
      events.add(ResponseBodies.chunk("{}", "\"stop\"") + "data: [DONE]\n\n");
    }
    List<Buffer> pieces = new ArrayList<>();
    for (int i = 0; i < events.size(); i += responseSettings.together()) {
      int end = Math.min(events.size(), i + responseSettings.together());
      pieces.add(direct(String.join("", events.subList(i, end))));
    }
    return pieces;
  }

  /** A direct buffer, never released, and so written without a copy. */
  private static Buffer direct(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return BufferInternal.buffer(
        Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes)));
  }
}
