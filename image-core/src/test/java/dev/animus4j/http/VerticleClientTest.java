package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A client that a verticle made is closed with it, and says so. */
@VertxTest
class VerticleClientTest {

  @Test
  void aCallOfAClientThatIsGoneSaysWhyAndIsNotToBeTriedAgain(Vertx vertx) throws Exception {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    CompletableFuture<Http> made = new CompletableFuture<>();
    String verticle = deploy(vertx, made);
    HttpCall call = HttpFixture.endpoint(server).get("x");
    made.get().json(call, Object.class).blockingGet();

    vertx.undeploy(verticle).await();

    TestObserver<?> late = made.get().json(call, Object.class).test();
    AnimusException failure = HttpFixture.failure(late, AnimusException.Cancelled.class);
    assertThat(failure).hasMessageContaining("with the verticle that made it");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void callsThatWaitForAConnectionAreToldToo(Vertx vertx) throws Exception {
    ScriptedServer server = new ScriptedServer(vertx, (peer, request) -> {});
    CompletableFuture<Http> made = new CompletableFuture<>();
    String verticle = deploy(vertx, made);
    HttpCall call = HttpFixture.endpoint(server).get("x");
    TestObserver<?> first = made.get().json(call, Object.class).test();
    server.awaitRequests(1);
    TestObserver<?> waiting = made.get().json(call, Object.class).test();

    vertx.undeploy(verticle).await();

    HttpFixture.failure(first, AnimusException.class);
    HttpFixture.failure(waiting, AnimusException.Cancelled.class);
  }

  private static String deploy(Vertx vertx, CompletableFuture<Http> made) {
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            made.complete(Http.create(this.vertx, HttpOptions.defaults().withConnections(1)));
            return Future.succeededFuture();
          }
        };
    return vertx.deployVerticle(verticle).await();
  }
}
