package dev.animus4j.http;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoUndeliverableErrors.class)
@VertxTest
class ReaderRelayTest {

  @Test
  void demandBeforeTheResponseIsPassedToTheReader(Vertx vertx) {
    AtomicLong asked = new AtomicLong();
    TestSubscriber<Integer> subscriber = new TestSubscriber<>(2);
    ScriptedServer server =
        new ScriptedServer(
            vertx,
            (peer, request) -> {
              subscriber.request(3);
              peer.say(HttpFixture.json("{}"));
            });
    HttpFixture.http(vertx).stream(
            HttpFixture.endpoint(server).get("x"),
            response -> Flowable.range(1, 7).doOnRequest(asked::addAndGet))
        .subscribe(subscriber);
    eventually(() -> subscriber.values().size() >= 5);
    assertThat(asked).hasValue(5);
    subscriber.request(Long.MAX_VALUE);
    subscriber.awaitDone(30, SECONDS).assertResult(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void asMuchAsThereIsMayBeAskedForTwice(Vertx vertx) {
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{}"));
    TestSubscriber<Integer> subscriber = new TestSubscriber<>(Long.MAX_VALUE);
    Flowable<Integer> call =
        HttpFixture.http(vertx).stream(
            HttpFixture.endpoint(server).get("x"), response -> Flowable.range(1, 3));
    call.subscribe(subscriber);
    subscriber.request(Long.MAX_VALUE);
    subscriber.awaitDone(30, SECONDS).assertResult(1, 2, 3);
  }

  /** There is one connection. */
  @Test
  void theOnlyConnectionIsFreeWhenTheEndIsEmitted(Vertx vertx) {
    HttpOptions narrow = HttpOptions.defaults().withConnections(1).withWaiting(1);
    Http one = Http.create(vertx, narrow);
    ScriptedServer server = ScriptedServer.saying(vertx, HttpFixture.json("{\"a\":1}"));
    Single<JsonNode> call = one.json(HttpFixture.endpoint(server).get("x"), JsonNode.class);
    List<JsonNode> answers = call.repeat(20).toList().timeout(30, SECONDS).blockingGet();
    assertThat(answers).hasSize(20);
    assertThat(server.connected()).isEqualTo(1);
  }

  /** The reader waits for something else than the answer. */
  @Test
  void aReaderIsNotHeardAnyMoreAfterTheCallHasFailed(Vertx vertx) {
    ScriptedServer server =
        new ScriptedServer(vertx, (peer, request) -> peer.say(HttpFixture.STREAM));
    Http http = HttpFixture.http(vertx);
    http.stream(HttpFixture.endpoint(server).get("first"), response -> Flowable.just(1))
        .blockingFirst();
    Timeouts brief =
        new Timeouts(
            HttpFixture.seconds(30),
            HttpFixture.seconds(30),
            HttpFixture.seconds(30),
            HttpFixture.seconds(1));
    Endpoint endpoint = Endpoint.of("acme", server.url(), Credentials.none(), brief);
    PublishProcessor<String> reader = PublishProcessor.create();
    TestSubscriber<String> subscriber = http.stream(endpoint.get("x"), response -> reader).test();
    eventually(reader::hasSubscribers);
    reader.onNext("a");
    subscriber.awaitDone(30, SECONDS);
    eventually(() -> !reader.hasSubscribers());
    reader.onNext("b");
    subscriber.assertFailure(AnimusException.TimedOut.class, "a");
    server.awaitOpen(0);
  }
}
