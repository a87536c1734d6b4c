package dev.animus4j.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Json;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of versions that follow each other understand each other; others say that they do not. */
@VertxTest
class NodeBusTest {
  private static final String OWN = "animus4j.node.n1";
  private static final String NEWER = "animus4j.node.n2";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<NodeRequest> requests = new CopyOnWriteArrayList<>();
  private EventBus bus;
  private Disposable served;

  @BeforeEach
  void serve(Vertx vertx) {
    bus = vertx.eventBus();
    served =
        new NodeBus(bus)
            .serve(
                "n1",
                request -> {
                  requests.add(request);
                  return Single.just(new NodeReply.Done(true));
                })
            .subscribe();
  }

  @AfterEach
  void stop() {
    served.dispose();
  }

  private JsonObject reply(String request, String version) throws Exception {
    DeliveryOptions options = new DeliveryOptions().addHeader("animus4j-protocol", version);
    return bus.<Buffer>request(OWN, Buffer.buffer(request), options)
        .await(10, TimeUnit.SECONDS)
        .body()
        .toJsonObject();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2"})
  void aNodeOfTheVersionBeforeOrAfterIsServed(String version) throws Exception {
    String request =
        "{\"type\":\"follow\",\"conversation\":\"c\",\"after\":3,\"until\":{\"later\":[1]}}";
    assertThat(reply(request, version))
        .isEqualTo(new JsonObject().put("type", "done").put("changed", true));
    assertThat(requests).containsExactly(new NodeRequest.Follow("c", 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "-1", "x"})
  void aNodeOfAVersionFurtherAwayIsRefused(String version) throws Exception {
    JsonObject refused = reply("{\"type\":\"forget\",\"conversation\":\"c\"}", version);
    assertThat(refused.getString("type")).isEqualTo("failed");
    assertThat(refused.getString("message"))
        .isEqualTo(
            "protocol %s is asked of a node with protocol 1; run versions together that follow each other"
                .formatted(version));
    assertThat(requests).isEmpty();
  }

  @Test
  void aRequestThatIsNotKnownHasNoEffect() throws Exception {
    JsonObject refused = reply("{\"type\":\"split\",\"conversation\":\"c\"}", "2");
    assertThat(refused.getString("type")).isEqualTo("failed");
    assertThat(refused.getBoolean("may_have_run")).isFalse();
    assertThat(requests).isEmpty();
  }

  @Test
  void aReplyThatIsNotKnownFails() throws Exception {
    ask("{\"type\":\"postponed\",\"until\":7}").assertError(AnimusException.Protocol.class);
  }

  @Test
  void whatIsNotKnownInAReplyIsIgnored() throws Exception {
    ask("{\"type\":\"accepted\",\"exchange\":\"e\",\"after\":4,\"shard\":9}")
        .assertValue(new NodeReply.Accepted("e", 4));
  }

  @Test
  void aRequestThatANodeDoesNotKnowIsUnavailable() throws Exception {
    NodeReply refused = NodeFailures.unknownRequest("2", 1);
    ask(Json.write(refused).toString())
        .assertError(
            cause ->
                cause instanceof AnimusException.Unavailable unavailable
                    && !unavailable.mayHaveRun());
  }

  /** Asks a node that answers every request so. */
  private TestObserver<NodeReply> ask(String answer) throws Exception {
    MessageConsumer<Buffer> other = bus.consumer(NEWER);
    other.handler(message -> message.reply(Buffer.buffer(answer)));
    TestObserver<NodeReply> asked =
        new NodeBus(bus).request("n2", new NodeRequest.Release("c"), LIMIT).test();
    asked.await(10, TimeUnit.SECONDS);
    other.unregister().await(10, TimeUnit.SECONDS);
    return asked;
  }
}
