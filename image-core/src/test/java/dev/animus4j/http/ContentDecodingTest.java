package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.ScriptedServer.Peer;
import dev.animus4j.http.TransportFaultTest.Way;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some servers and proxies compress what nobody asked them to compress. */
@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class ContentDecodingTest {
  private static final int MEGABYTE = 1 << 20;

  private final Vertx vertx;
  private final Http http;

  ContentDecodingTest(Vertx vertx) {
    this.vertx = vertx;
    http = HttpFixture.http(vertx);
  }

  @AfterEach
  void close() {
    http.close();
  }

  private enum Coding {
    GZIP("gzip"),
    X_GZIP("X-GZip"),
    ZLIB("deflate"),
    RAW("deflate");

    private final String label;

    Coding(String label) {
      this.label = label;
    }

    byte[] encode(byte[] text) {
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      try (OutputStream out = encoder(encoded)) {
        out.write(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return encoded.toByteArray();
    }

    private OutputStream encoder(OutputStream out) throws IOException {
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, this == RAW);
      return label.equals("deflate")
          ? new DeflaterOutputStream(out, deflater)
          : new GZIPOutputStream(out);
    }
  }

  private ScriptedServer server(String type, String coding, byte[] body, int piece) {
    return new ScriptedServer(
        vertx,
        (peer, request) -> {
          peer.say(
              "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
                  .formatted(type, coding, body.length));
          for (int at = 0; at < body.length; at += piece) {
            int end = Math.min(body.length, at + piece);
            peer.socket().write(Buffer.buffer(Arrays.copyOfRange(body, at, end)));
          }
        });
  }

  private static HttpCall call(ScriptedServer server) {
    return HttpFixture.endpoint(server).get("x");
  }

  @ParameterizedTest
  @EnumSource
  void wholeAnswersAreDecodedHoweverTheyArrive(Coding coding) {
    byte[] body =
        coding.encode("{\"n\":7,\"text\":\"%s\"}".formatted("é".repeat(999)).getBytes(UTF_8));
    for (int piece : new int[] {1, body.length}) {
      for (Way way : Way.values()) {
        ScriptedServer server = server("application/json", coding.label, body, piece);
        assertThat(
                way.send(http, call(server)).timeout(30, SECONDS).blockingGet().path("n").asInt())
            .isEqualTo(7);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamsAreDecodedHoweverTheyArrive(Coding coding) {
    byte[] body = coding.encode("data: a\n\ndata: é\n\ndata: c".getBytes(UTF_8));
    for (int piece : new int[] {1, body.length}) {
      ScriptedServer server = server("text/event-stream", coding.label, body, piece);
      assertThat(
              http.stream(call(server), response -> response.events().map(event -> event.text()))
                  .toList()
                  .timeout(30, SECONDS)
                  .blockingGet())
          .containsExactly("a", "é", "c");
    }
  }

  @Test
  void aBombIsDecodedOnDemandAndNoFurtherThanAllowed() {
    byte[] bomb = Coding.GZIP.encode(new byte[256 * MEGABYTE]);
    ScriptedServer server = server("application/octet-stream", "gzip", bomb, bomb.length);
    TestSubscriber<Buffer> slow = http.stream(call(server), StreamedResponse::bytes).test(1);
    slow.awaitCount(1).assertValueCount(1);
    assertThat(slow.values().get(0).length()).isLessThan(MEGABYTE);
    slow.cancel();

    ScriptedServer json = server("application/json", "gzip", bomb, bomb.length);
    try (Http small = Http.create(vertx, HttpOptions.defaults().withMaxJsonBytes(MEGABYTE))) {
      for (Way way : Way.values()) {
        assertThat(
                HttpFixture.failure(
                    way.send(small, call(json)).test(), AnimusException.Protocol.class))
            .hasMessageContaining("larger than " + MEGABYTE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCodeCutShortIsNoWholeAnswerAndNonsenseIsNone(Way way) {
    byte[] body = Coding.GZIP.encode("{\"n\":7}".getBytes(UTF_8));
    ScriptedServer cut =
        server("application/json", "gzip", Arrays.copyOf(body, body.length - 9), body.length);
    AnimusException failure =
        HttpFixture.failure(way.send(http, call(cut)).test(), AnimusException.Unavailable.class);
    assertThat(failure.mayHaveRun()).isTrue();

    byte[] plain = "{\"n\":7}".repeat(9).getBytes(UTF_8);
    for (String coding : new String[] {"gzip", "br"}) {
      ScriptedServer server = server("application/json", coding, plain, 9);
      HttpFixture.failure(way.send(http, call(server)).test(), AnimusException.Protocol.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCalledCompressedAndIsNotIsReadAsItIs(Way way) {
    byte[] plain = "{\"n\":7}".getBytes(UTF_8);
    for (String coding : new String[] {"gzip", "x-gzip", "identity", "aws-chunked"}) {
      ScriptedServer server = server("application/json", coding, plain, 3);
      assertThat(way.send(http, call(server)).timeout(30, SECONDS).blockingGet().path("n").asInt())
          .isEqualTo(7);
    }
  }

  @Test
  void nothingIsAskedForUnlessThePlatformDecodesIt() {
    ScriptedServer server =
        new ScriptedServer(
            vertx, (Peer peer, ScriptedServer.Request r) -> peer.say(HttpFixture.json("{}")));
    http.json(call(server), Object.class).timeout(30, SECONDS).blockingGet();
    HttpOptions decoding =
        HttpOptions.defaults()
            .withPlatform((client, pool) -> client.setDecompressionSupported(true));
    try (Http platform = Http.create(vertx, decoding)) {
      platform.json(call(server), Object.class).timeout(30, SECONDS).blockingGet();
    }
    assertThat(server.requests().get(0).header("accept-encoding")).isEqualTo("identity");
    assertThat(server.requests().get(1).header("accept-encoding")).contains("gzip");
  }
}
