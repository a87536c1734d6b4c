package dev.animus4j.image.s3;

import static dev.animus4j.image.s3.Eventually.eventually;
import static dev.animus4j.image.s3.FaultyServer.cut;
import static dev.animus4j.image.s3.FaultyServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check precedes each image, so that whatever it left would soon be much. */
@VertxTest
class CheckFaultTest {
  private FaultyServer server;

  @BeforeEach
  void start(Vertx vertx) {
    server = new FaultyServer(vertx);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aCheckCreatesAnUploadAndAbortsIt() {
    server.store().check().blockingAwait();

    assertThat(server.asked()).containsExactly("create", "abort 7");
  }

  @Test
  void anAbortionWhoseAnswerWasLostIsNoFailure() {
    server.with("abort 7", cut(), error(404, "NoSuchUpload"));

    server.store().check().blockingAwait();

    assertThat(server.asked()).containsExactly("create", "abort 7", "abort 7");
  }

  @Test
  void anUploadWhoseCreationWasNotAnsweredIsAborted() {
    server.with("create", cut(), cut(), cut(), cut());
    server.with(
        "uploads",
        request -> {
          String upload = "<Upload><Key>%s</Key><UploadId>8</UploadId></Upload>";
          String listed = upload.formatted(request.getParam("prefix"));
          String xml = "<ListMultipartUploadsResult>%s</ListMultipartUploadsResult>";
          request.response().end(xml.formatted(listed));
        });

    assertThatThrownBy(() -> server.store().check().blockingAwait())
        .isInstanceOf(AnimusException.Unavailable.class);
    assertThat(server.asked())
        .containsExactly("create", "create", "create", "create", "uploads", "abort 8");
  }

  @Test
  void aCheckThatIsCancelledLeavesNoUpload() {
    CompletableFuture<HttpServerRequest> waiting = new CompletableFuture<>();
    server.with("create", waiting::complete);
    Disposable checking = server.store().check().subscribe();

    HttpServerRequest create = waiting.join();
    checking.dispose();
    create
        .response()
        .end(
            "<InitiateMultipartUploadResult><UploadId>5</UploadId></InitiateMultipartUploadResult>");

    eventually(() -> server.asked().contains("abort 5"));
  }
}
