package dev.animus4j.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/** The least that a client has to do for the words of streams: Vert.x, a buffer, and Jackson. */
final class BareStreams {
  private static final String REQUEST =
      "{\"model\":\"any\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%d\"}]}";

  private final ObjectMapper json = new ObjectMapper();
  private final Heard heard;

  private BareStreams(Heard heard) {
    this.heard = heard;
  }

  /**
   * Prints its {@link StreamFigures}.
   *
   * @param arguments the port, when the clock of the words began, how many streams, seconds
   */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int streams = Integer.parseInt(arguments[2]);
    Heard heard = new Heard(streams, Long.parseLong(arguments[1]));
    try (StreamRun run = new StreamRun(port, heard)) {
      Runnable opening = () -> new BareStreams(heard).open(run, streams);
      StreamFigures figures = run.over(opening, Integer.parseInt(arguments[3]));
      Check.that(run.fault().isEmpty(), "%s", run.fault());
      run.end();
      System.out.println(figures.line());
    }
  }

  private void open(StreamRun run, int streams) {
    HttpClient client = run.vertx().createHttpClient(new PoolOptions().setHttp1MaxSize(streams));
    for (int i = 0; i < streams; i++) {
      int stream = i;
      client
          .request(HttpMethod.POST, run.port(), "127.0.0.1", "/v1/chat/completions")
          .compose(request -> request.send(REQUEST.formatted(stream)))
          .onComplete(response -> hear(stream, response), BareStreams::failed);
    }
  }

  private void hear(int stream, HttpClientResponse response) {
    Events events = new Events(stream);
    response.exceptionHandler(BareStreams::failed).handler(events::take);
  }

  private static void failed(Throwable cause) {
    System.out.println("failed: " + cause);
  }

  /** Cuts a body into events, which end with an empty line. */
  private final class Events {
    private final int stream;
    private Buffer rest = Buffer.buffer();

    Events(int stream) {
      this.stream = stream;
    }

    void take(Buffer piece) {
      Buffer all = rest.length() == 0 ? piece : rest.appendBuffer(piece);
      int from = 0;
      for (int at = 0; at + 1 < all.length(); at++) {
        if (all.getByte(at) == '\n' && all.getByte(at + 1) == '\n') {
          heard.take(stream, word(all.getString(from + "data: ".length(), at)));
          from = at + 2;
          at++;
        }
      }
      rest = from == all.length() ? Buffer.buffer() : all.getBuffer(from, all.length()).copy();
    }

    private String word(String event) {
      if (event.equals("[DONE]")) {
        return "";
      }
      try {
        JsonNode word = json.readTree(event).at("/choices/0/delta/content");
        return word.asText();
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(event, e);
      }
    }
  }
}
