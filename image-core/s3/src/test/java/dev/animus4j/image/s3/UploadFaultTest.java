package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.drawn;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static dev.animus4j.image.s3.FaultyServer.created;
import static dev.animus4j.image.s3.FaultyServer.cut;
import static dev.animus4j.image.s3.FaultyServer.cutWhileItArrives;
import static dev.animus4j.image.s3.FaultyServer.error;
import static dev.animus4j.image.s3.FaultyServer.uploads;
import static dev.animus4j.image.s3.FaultyServer.xml;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@VertxTest
class UploadFaultTest {
  private static final Buffer SMALL = drawn("png", 20, 10);
  private static final Buffer LARGE = padded(5 * 1024 * 1024 + 1000);
  private static final String ERROR_INSIDE =
      "<?xml version=\"1.0\"?>\n  <Error><Code>InternalError</Code><Message>No</Message></Error>";
  @RegisterExtension final FaultyServer server = new FaultyServer();

  @Test
  void bodiesAreSignedAndTheirDigestsRight() throws Exception {
    write(SMALL);

    HttpServerRequest put = server.requests().get(0);
    assertThat(server.bodies()).containsExactly(SMALL);
    assertThat(put.getHeader("Content-Type")).isEqualTo("image/png");
    assertThat(put.getHeader("Content-Length")).isEqualTo("" + SMALL.length());
    assertThat(put.getHeader("x-amz-content-sha256"))
        .isEqualTo(HexFormat.of().formatHex(digest("SHA-256", SMALL)));
    assertThat(put.getHeader("Content-MD5"))
        .isEqualTo(Base64.getEncoder().encodeToString(digest("MD5", SMALL)));
    assertThat(put.getHeader("Authorization"))
        .contains(
            "SignedHeaders=content-md5;content-type;host;x-amz-content-sha256;x-amz-date;"
                + "x-amz-meta-height;x-amz-meta-width");
  }

  @Test
  void aLargeImageIsSentInParts() {
    Stored stored = write(LARGE);

    assertThat(server.asked()).containsExactly("create", "part 1", "part 2", "complete");
    assertThat(stored.format().bytes()).isEqualTo(LARGE.length());
    HttpServerRequest create = server.requests().get(0);
    assertThat(create.getHeader("Content-Type")).isEqualTo("image/png");
    assertThat(create.getHeader("x-amz-meta-width")).isEqualTo("20");
    assertThat(create.getHeader("x-amz-meta-height")).isEqualTo("10");
    assertThat(server.bodies().get(1).copy().appendBuffer(server.bodies().get(2))).isEqualTo(LARGE);
    assertThat(server.bodies().get(3))
        .hasToString(
            "<CompleteMultipartUpload>"
                + "<Part><PartNumber>1</PartNumber><ETag>\"e\"</ETag></Part>"
                + "<Part><PartNumber>2</PartNumber><ETag>\"e\"</ETag></Part>"
                + "</CompleteMultipartUpload>");
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown", "503, ServiceUnavailable", "500, InternalError", "429, TooManyRequests",
    "400, RequestTimeout", "400, BadDigest", "409, OperationAborted", "502, ''"
  })
  void whatPassesIsRepeated(int status, String code) {
    server.with("put", error(status, code), error(status, code), cut());

    write(SMALL);

    assertThat(server.asked()).containsExactly("put", "put", "put", "put");
    assertThat(server.bodies()).containsExactly(SMALL);
  }

  @Test
  void aPartIsRepeatedByItself() {
    server.with("part 1", error(503, "SlowDown"), cutWhileItArrives(), cut());
    server.with("part 2", cut());

    write(LARGE);

    assertThat(server.asked())
        .containsExactly(
            "create", "part 1", "part 1", "part 1", "part 1", "part 2", "part 2", "complete");
  }

  @Test
  void anErrorInASuccessfulCompletionIsRepeated() {
    server.with("complete", xml(ERROR_INSIDE));

    write(LARGE);

    assertThat(server.asked()).endsWith("part 2", "complete", "complete");
  }

  @Test
  void anErrorInEachCompletionIsAFailureThatLeavesNothing() {
    FaultyServer.Fault fault = xml(ERROR_INSIDE);
    server.with("complete", fault, fault, fault, fault).with("head", error(404, ""));

    assertThatThrownBy(() -> write(LARGE))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("InternalError");
    assertThat(server.asked())
        .endsWith(
            "complete", "complete", "complete", "complete", "head", "delete", "abort 7", "uploads");
  }

  @Test
  void aCompletionWhoseAnswerWasLostIsFound() {
    server.with("complete", cut(), error(404, "NoSuchUpload"));
    server.with("head", length(LARGE.length()));

    write(LARGE);

    assertThat(server.asked()).endsWith("complete", "complete", "head");
  }

  @Test
  void anUploadThatSomebodyElseEndedIsAFailure() {
    server.with("complete", error(404, "NoSuchUpload")).with("head", length(7));

    assertThatThrownBy(() -> write(LARGE))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("ended by somebody else");
  }

  @Test
  void aServerThatStaysAwayFailsAfterTheRetries() {
    FaultyServer.Fault slow = error(503, "SlowDown");
    server.with("put", slow, slow, slow, slow);

    assertThatThrownBy(() -> write(SMALL)).isInstanceOf(AnimusException.RateLimited.class);
    assertThat(server.asked()).containsExactly("put", "put", "put", "put", "delete");
  }

  @ParameterizedTest
  @CsvSource({"507, InsufficientStorage", "507, XMinioStorageFull", "507, ''"})
  void aFullServerSaysSo(int status, String code) {
    FaultyServer.Fault full = error(status, code);
    server.with("part 1", full, full, full, full);

    assertThatThrownBy(() -> write(LARGE))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("no room for the picture");
    assertThat(server.asked()).endsWith("abort 7", "uploads");
  }

  @Test
  void anUploadWhoseCreationWasNotAnsweredIsAborted() {
    server.with("create", cut(), cut(), cut(), cut());
    server.with("uploads", uploads(8, 9));

    assertThatThrownBy(() -> write(LARGE)).isInstanceOf(AnimusException.Unavailable.class);
    assertThat(server.asked())
        .containsExactly("create", "create", "create", "create", "uploads", "abort 8");
  }

  @Test
  void anUploadThatIsCreatedAfterTheCancelIsAborted() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with("create", waiting::complete);
    Disposable writing = server.store().write("m", pieces(LARGE)).subscribe();

    HttpServerRequest create = waiting.join();
    writing.dispose();
    create.response().end(created(5));

    eventually(() -> server.asked().contains("uploads"));
    assertThat(server.asked()).containsExactly("create", "abort 5", "uploads");
  }

  @ParameterizedTest
  @CsvSource({"put, false", "complete, true"})
  void anImageThatIsStoredAfterTheCancelIsDeleted(String last, boolean large) {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with(last, waiting::complete);
    Disposable writing = server.store().write("m", pieces(large ? LARGE : SMALL)).subscribe();

    HttpServerRequest store = waiting.join();
    writing.dispose();
    store.response().end("<CompleteMultipartUploadResult/>");

    eventually(() -> server.asked().contains(large ? "uploads" : "delete"));
    assertThat(server.asked()).containsSubsequence(last, "delete");
  }

  @Test
  void aPartThatIsOnItsWayIsCutByTheCancel() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    CompletableFuture<Throwable> broken = new CompletableFuture<>();
    server.with(
        "part 1",
        request -> {
          request.exceptionHandler(broken::complete);
          request.pause();
          waiting.complete(request);
        });
    Disposable writing = server.store().write("m", pieces(LARGE)).subscribe();

    HttpServerRequest part = waiting.join();
    writing.dispose();
    part.resume();

    assertThat(broken.join()).isNotNull();
    eventually(() -> server.asked().contains("uploads"));
    assertThat(server.asked()).containsExactly("create", "part 1", "abort 7", "uploads");
  }

  @Test
  void theSourceIsNotAskedForMoreWhileAPartIsSent() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with("part 1", waiting::complete);
    int[] ahead = new int[1];
    Flowable<Buffer> source = pieces(padded(20 << 20)).doOnNext(piece -> ahead[0]++);
    Disposable writing = server.store().write("m", source).subscribe();

    waiting.join();

    assertThat(ahead[0]).isLessThanOrEqualTo(5 * 16 + 3);
    writing.dispose();
  }

  private Stored write(Buffer image) {
    return server.store().write("m", pieces(image)).blockingGet();
  }

  private static FaultyServer.Fault length(int length) {
    return request -> request.response().putHeader("Content-Length", "" + length).end();
  }

  private static byte[] digest(String algorithm, Buffer bytes) throws Exception {
    return MessageDigest.getInstance(algorithm).digest(bytes.getBytes());
  }
}
