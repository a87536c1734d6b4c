package dev.animus4j.image.s3;

import static dev.animus4j.image.s3.FaultyServer.HEAD;
import static dev.animus4j.image.s3.FaultyServer.cut;
import static dev.animus4j.image.s3.FaultyServer.error;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import dev.animus4j.image.contract.DrawnImages;
import dev.animus4j.image.s3.FaultyServer.Fault;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions at a server that fails, or where somebody else deletes. */
@VertxTest
class DescriptionFaultTest {
  private static final String KEY = "image_m_12345678-1234-1234-1234-123456789abc_1.png";
  private static final Image FOX =
      Image.of("a fox", URI.create("s3://images/" + KEY))
          .withFormat(new Image.Format("image/png", 20, 10, 77));

  @RegisterExtension final FaultyServer server = new FaultyServer();

  @Test
  void aDescriptionIsPutBesideItsImageWhichIsThenLookedFor() {
    server.store().describe(FOX).blockingAwait();

    assertThat(server.asked()).containsExactly("put", "head");
    assertThat(path(0)).isEqualTo("/images/" + KEY + ".json");
    assertThat(path(1)).isEqualTo("/images/" + KEY);
    assertThat(ImageJson.parse(server.bodies().get(0))).isEqualTo(FOX);
  }

  /** Services that let nobody list do not say that an object is missing. */
  @ParameterizedTest
  @CsvSource({"404, InvalidRequest", "403, Authentication"})
  void anImageThatIsDeletedMeanwhileLeavesNoDescription(int status, String failure) {
    server.with("head", error(status, ""));

    assertThatThrownBy(() -> server.store().describe(FOX).blockingAwait())
        .isInstanceOf(AnimusException.class)
        .extracting(thrown -> thrown.getClass().getSimpleName())
        .isEqualTo(failure);
    assertThat(server.asked()).containsExactly("put", "head", "delete");
    assertThat(path(2)).isEqualTo("/images/" + KEY + ".json");
  }

  @Test
  void aDescriptionThatMayHaveBeenStoredIsLookedAfter() {
    server.with("put", cut(), cut(), cut(), cut()).with("head", error(404, ""));

    assertThatThrownBy(() -> server.store().describe(FOX).blockingAwait())
        .isInstanceOf(AnimusException.Unavailable.class);
    assertThat(server.asked()).containsExactly("put", "put", "put", "put", "head", "delete");
  }

  @Test
  void aServerThatIsAwayForAMomentIsAskedAgain() {
    server.with("put", error(503, "SlowDown"), cut()).with("head", error(503, ""));

    server.store().describe(FOX).blockingAwait();

    assertThat(server.asked()).containsExactly("put", "put", "put", "head", "head");
  }

  @Test
  void aDescriptionWhoseImageIsDeletedAfterTheCancelIsDeleted() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with("put", waiting::complete).with("head", error(404, ""));
    S3ImageStore store = server.store();
    Disposable describing = store.describe(FOX).subscribe();

    HttpServerRequest put = waiting.join();
    describing.dispose();
    store.delete(FOX.location()).blockingAwait();
    put.response().end();

    eventually(() -> server.asked().size() == 5);
    assertThat(server.asked()).containsExactly("put", "delete", "delete", "head", "delete");
  }

  @Test
  void anImageIsDeletedBeforeItsDescription() {
    server.store().delete(FOX.location()).blockingAwait();

    assertThat(path(0)).isEqualTo("/images/" + KEY);
    assertThat(path(1)).isEqualTo("/images/" + KEY + ".json");
  }

  @Test
  void aDeletionThatHasBegunIsNotCutByACancel() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with("delete", waiting::complete);
    Disposable deleting = server.store().delete(FOX.location()).subscribe();

    HttpServerRequest delete = waiting.join();
    deleting.dispose();
    delete.response().end();

    eventually(() -> server.asked().size() == 2);
    assertThat(path(1)).isEqualTo("/images/" + KEY + ".json");
  }

  @ParameterizedTest
  @CsvSource({"404, NoSuchKey", "404, ''", "403, AccessDenied"})
  void anImageWithoutADescriptionIsFound(int status, String code) {
    server.with("head", HEAD).with("get", error(status, code));

    assertThat(server.store().find(FOX.location()).blockingGet())
        .isEqualTo(Image.of("", FOX.location()).withFormat(FOX.format()));
  }

  @Test
  void aDescriptionIsReadToItsEndThoughTheConnectionBreaks() {
    Buffer json = ImageJson.toJson(FOX);
    server.with("head", HEAD).with("get", error(503, "SlowDown"), half(json), rest(json));

    assertThat(server.store().find(FOX.location()).blockingGet()).isEqualTo(FOX);
    assertThat(server.asked()).containsExactly("head", "get", "get", "get");
  }

  /** An image is not said to be without a description when that is not known. */
  @Test
  void aServerThatStaysAwayIsAFailureToFind() {
    Fault away = error(503, "ServiceUnavailable");
    server.with("head", HEAD).with("get", away, away, away, away);

    assertThatThrownBy(() -> server.store().find(FOX.location()).blockingGet())
        .isInstanceOf(AnimusException.Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource({"403, Authentication", "301, InvalidRequest", "400, InvalidRequest"})
  void anImageThatMayBeThereIsNotSaidToBeMissing(int status, String failure) {
    server.with("head", error(status, ""));

    assertThatThrownBy(() -> server.store().find(FOX.location()).blockingGet())
        .extracting(thrown -> thrown.getClass().getSimpleName())
        .isEqualTo(failure);
  }

  @Test
  void onlyTheBeginningOfAnImageWithoutMetadataIsRead() {
    int whole = 300 << 20;
    Buffer beginning = DrawnImages.padded(200_000).getBuffer(0, 100_000);
    server.with(
        "head", request -> request.response().putHeader("Content-Length", "" + whole).end());
    server.with(
        "get",
        request -> request.response().putHeader("Content-Length", "" + whole).write(beginning),
        error(404, "NoSuchKey"));

    assertThat(server.store().find(FOX.location()).blockingGet().format())
        .isEqualTo(new Image.Format("image/png", 20, 10, whole));
  }

  private static Fault half(Buffer json) {
    return request ->
        request
            .response()
            .putHeader("ETag", "\"e\"")
            .putHeader("Content-Length", "" + json.length())
            .write(json.getBuffer(0, 20))
            .onSuccess(written -> request.connection().close());
  }

  private static Fault rest(Buffer json) {
    return request ->
        request
            .response()
            .setStatusCode(206)
            .putHeader("ETag", "\"e\"")
            .putHeader("Content-Range", "bytes 20-" + (json.length() - 1) + "/" + json.length())
            .end(json.getBuffer(20, json.length()));
  }

  private String path(int at) {
    return server.requests().get(at).path();
  }
}
