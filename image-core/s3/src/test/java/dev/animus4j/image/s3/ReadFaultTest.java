package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.s3.FaultyServer.cut;
import static dev.animus4j.image.s3.FaultyServer.error;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.s3.FaultyServer.Fault;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@VertxTest
class ReadFaultTest {
  private static final Buffer IMAGE = padded(1_000_000);
  private static final URI LOCATION =
      URI.create("s3://images/image_m_12345678-1234-1234-1234-123456789abc_1.png");
  @RegisterExtension final FaultyServer server = new FaultyServer();

  @Test
  void aReadGoesOnWhereItsConnectionBroke() {
    server.with("get", part(0, 300_000), part(300_000, 700_000), cut(), part(700_000, 1_000_000));

    assertThat(read()).isEqualTo(IMAGE);

    List<HttpServerRequest> requests = server.requests();
    assertThat(requests).hasSize(4);
    assertThat(requests.get(0).getHeader("Range")).isNull();
    assertThat(requests.get(3).getHeader("Range")).isEqualTo("bytes=700000-");
    assertThat(requests.get(3).getHeader("If-Match")).isEqualTo("\"v1\"");
  }

  @ParameterizedTest
  @CsvSource({"503, SlowDown", "500, InternalError", "502, ''"})
  void whatPassesIsRepeated(int status, String code) {
    server.with("get", error(status, code), cut(), part(0, 1_000_000));

    assertThat(read()).isEqualTo(IMAGE);
  }

  @Test
  void aReadThatBreaksAgainAndAgainIsAFailure() {
    server.with("get", part(0, 3), part(3, 5), part(5, 7), part(7, 9), part(9, 1_000_000));

    assertThatThrownBy(this::read)
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cut short");
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void anImageThatHasChangedIsNotMixed() {
    server.with("get", part(0, 300_000), error(412, "PreconditionFailed"));

    assertThatThrownBy(this::read)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("has changed");
  }

  @Test
  void aServerThatSendsAllAgainIsAFailure() {
    server.with("get", part(0, 300_000), part(0, 1_000_000));

    assertThatThrownBy(this::read)
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("cannot send the rest");
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, there is no such picture",
    "404, '', there is no such picture",
    "404, NoSuchBucket, there is no bucket images"
  })
  void whatIsNotThereIsAnInvalidRequest(int status, String code, String what) {
    server.with("get", error(status, code));

    assertThatThrownBy(this::read)
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining(what);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "301, PermanentRedirect",
    "400, AuthorizationHeaderMalformed",
    "307, TemporaryRedirect"
  })
  void anotherRegionIsNamed(int status, String code) {
    server.with("get", error(status, code, "<Region>eu-west-1</Region>"));

    assertThatThrownBy(this::read)
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("not in the region us-east-1, but in eu-west-1");
  }

  @Test
  void aDeletionOfWhatIsGoneIsNoFailure() {
    server.with("delete", error(503, "SlowDown"), error(404, "NoSuchKey"));

    server.store().delete(LOCATION).blockingAwait();

    assertThat(server.asked()).containsExactly("delete", "delete", "delete");
  }

  @Test
  void aDeletionThatFailsIsAFailure() {
    server.with("delete", error(403, "AccessDenied"));

    assertThatThrownBy(() -> server.store().delete(LOCATION).blockingAwait())
        .isInstanceOf(AnimusException.Authentication.class)
        .hasMessageContaining("AccessDenied");
  }

  @Test
  void onlyAsMuchIsReadAsIsAskedFor() {
    long[] sent = new long[1];
    server.with(
        "get",
        request -> {
          request.response().putHeader("Content-Length", "" + (200L << 20));
          send(request, sent);
        });

    var reader = server.store().read(LOCATION).test(1);
    reader.awaitCount(1);
    long[] last = {-1};
    eventually(
        () -> {
          boolean still = last[0] == sent[0];
          last[0] = sent[0];
          return still;
        });

    assertThat(sent[0]).isLessThan(50L << 20);
    reader.cancel();
  }

  private static void send(HttpServerRequest request, long[] sent) {
    while (!request.response().writeQueueFull()) {
      var unused = request.response().write(Buffer.buffer(new byte[64 * 1024]));
      sent[0] += 64 * 1024;
    }
    request.response().drainHandler(v -> send(request, sent));
  }

  /** Sends the image from here to the end, and breaks the connection there. */
  private static Fault part(int from, int to) {
    return request -> {
      if (from > 0) {
        String range = "bytes " + from + "-" + (IMAGE.length() - 1) + "/" + IMAGE.length();
        request.response().setStatusCode(206).putHeader("Content-Range", range);
      }
      request.response().putHeader("ETag", "\"v1\"");
      request.response().putHeader("Content-Length", "" + (IMAGE.length() - from));
      request
          .response()
          .write(IMAGE.getBuffer(from, to))
          .onSuccess(
              v -> {
                if (to == IMAGE.length()) {
                  request.response().end();
                } else {
                  request.connection().close();
                }
              });
    };
  }

  private Buffer read() {
    return server
        .store()
        .read(LOCATION)
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .blockingGet();
  }
}
