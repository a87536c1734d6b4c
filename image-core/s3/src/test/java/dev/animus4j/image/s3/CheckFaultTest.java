package dev.animus4j.image.s3;

import static dev.animus4j.image.s3.FaultyServer.created;
import static dev.animus4j.image.s3.FaultyServer.cut;
import static dev.animus4j.image.s3.FaultyServer.error;
import static dev.animus4j.image.s3.FaultyServer.uploads;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A check precedes each image, so that whatever it left would soon be much. */
@VertxTest
class CheckFaultTest {
  @RegisterExtension final FaultyServer server = new FaultyServer();

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
    server.with("uploads", uploads(8, 9));

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
    create.response().end(created(5));

    eventually(() -> server.asked().contains("abort 5"));
  }
}
