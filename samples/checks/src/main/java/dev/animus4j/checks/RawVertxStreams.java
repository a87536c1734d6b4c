package dev.animus4j.checks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;

/** Minimal client for streams of words: Vert.x, a buffer, and Jackson. */
final class RawVertxStreams {
  private static final String REQUEST =
      "{\"model\":\"any\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%d\"}]}";

  private final ObjectMapper json = new ObjectMapper();
  private final WordStatistics wordStatistics;

  private RawVertxStreams(WordStatistics wordStatistics) {
    this.wordStatistics = wordStatistics;
  }

  /**
   * Prints its {@link StreamMetrics}.
   *
   * @param arguments the port, the start of the clock of the words, the number of streams, seconds
   */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int streams = Integer.parseInt(arguments[2]);
    WordStatistics wordStatistics = new WordStatistics(streams, Long.parseLong(arguments[1]));
    try (StreamRun run = new StreamRun(port, wordStatistics)) {
      Runnable opening = () -> new RawVertxStreams(wordStatistics).open(run, streams);
      StreamMetrics figures = run.measure(opening, Integer.parseInt(arguments[3]));
      Check.require(run.findFault().isEmpty(), "%s", run.findFault());
      run.endStreams();
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
          .onComplete(response -> subscribe(stream, response), RawVertxStreams::failed);
    }
  }

  private void subscribe(int stream, HttpClientResponse response) {
    EventSplitter eventSplitter = new EventSplitter(stream);
    response.exceptionHandler(RawVertxStreams::failed).handler(eventSplitter::append);
  }

  private static void failed(Throwable cause) {
    System.out.println("failed: " + cause);
  }

  /** Splits a body into events, which end with an empty line. */
  private final class EventSplitter {
    private final int stream;
    private Buffer rest = Buffer.buffer();

    EventSplitter(int stream) {
      this.stream = stream;
    }

    void append(Buffer piece) {
      Buffer all = rest.length() == 0 ? piece : rest.appendBuffer(piece);
      int from = 0;
      for (int at = 0; at + 1 < all.length(); at++) {
        if (all.getByte(at) == '\n' && all.getByte(at + 1) == '\n') {
          wordStatistics.append(stream, content(all.getString(from + "data: ".length(), at)));
          from = at + 2;
          at++;
        }
      }
      rest = from == all.length() ? Buffer.buffer() : all.getBuffer(from, all.length()).copy();
    }

    private String content(String event) {
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
