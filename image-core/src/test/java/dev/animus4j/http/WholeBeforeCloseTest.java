package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies whose server closes the connection behind their end, while the consumer is slow. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class WholeBeforeCloseTest {
  private static final int PIECES = 36;
  private static final int PIECE = 8192;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatHasArrivedIsWhole(boolean chunked, Vertx vertx) {
    String piece = "x".repeat(PIECE);
    String head =
        chunked
            ? HttpFixture.STREAM.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
            : "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                + PIECES * PIECE
                + "\r\n\r\n";
    String body =
        (chunked ? ScriptedServer.Peer.chunked(piece) : piece).repeat(PIECES)
            + (chunked ? "0\r\n\r\n" : "");
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              peer.say(head + body);
              peer.close();
            });
    Http http = HttpFixture.http(vertx);
    long length =
        http.stream(HttpFixture.endpoint(server).get("x"), StreamedResponse::bytes)
            .concatMap(bytes -> Flowable.just(bytes).delay(8, MILLISECONDS), 1)
            .reduce(0L, (sum, bytes) -> sum + bytes.length())
            .blockingGet();

    assertThat(length).isEqualTo(PIECES * PIECE);
    http.close();
    server.close();
  }
}
