package dev.animus4j.checks.simulation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests what virtual time cannot show: callers on verticles that are undeployed, and blocking
 * callers.
 */
@VertxTest
class VerticlesTest {
  private static final int EXCHANGES = 300;
  private static final List<String> WORDS = IntStream.range(0, 40).mapToObj(i -> i + " ").toList();
  private static final String TEXT = String.join("", WORDS);

  private final SplittableRandom random = new SplittableRandom(1);
  private final Vertx vertx;
  private final AnimusClient client;
  private final List<Future<?>> callers = new ArrayList<>();
  private final CountDownLatch listening = new CountDownLatch(EXCHANGES);

  VerticlesTest(Vertx vertx) {
    this.vertx = vertx;
    client = client();
  }

  /**
   * The events of an exchange, received on no context, and by a caller.
   *
   * @param patience after how many events the caller cancels
   */
  private record ReceivedEvents(Queue<ChatEvent> all, Queue<ChatEvent> some, long patience) {

    /** Joins the deltas, which are merged for each subscriber by its demand. */
    private static String words(Queue<ChatEvent> events) {
      return events.stream()
          .map(e -> e instanceof MessageTokens delta ? delta.content() : "<" + e.type() + ">")
          .collect(joining());
    }

    void judge() {
      assertThat(words(all).replace("<messageQueued>", ""))
          .isEqualTo(
              "<messageReceived><messageStart>" + TEXT + "<messageComplete><exchangeComplete>");
      assertThat(words(all)).startsWith(words(some));
      assertThat(some.size() >= patience || words(some).equals(words(all))).isTrue();
    }
  }

  /** Tokens come on threads of a pool, some of them a little later. */
  private AnimusClient client() {
    StreamingChatModel model =
        request ->
            Flowable.fromIterable(WORDS)
                .<ChatUpdate>map(ChatUpdate.TextDelta::new)
                .concatWith(Flowable.just(ChatResponse.of(TEXT)))
                .delay(1, TimeUnit.MILLISECONDS);
    ChatOptions options =
        ChatOptions.of("m", "Be kind.").withOverlap(OverlapPolicy.queue(EXCHANGES));
    return AnimusClient.builder(vertx).chatModel(model).options(options).build();
  }

  @Test
  void nobodyIsInAnybodysWay() throws Exception {
    List<ReceivedEvents> heard = new ArrayList<>();
    List<Flowable<ChatEvent>> exchanges = new ArrayList<>();
    for (int i = 0; i < EXCHANGES; i++) {
      Flowable<ChatEvent> exchange = client.chat("c" + i % 5).send("m" + i);
      exchanges.add(exchange);
      heard.add(caller(exchange));
    }
    for (int i = 0; i < EXCHANGES; i++) {
      exchanges.get(i).blockingForEach(heard.get(i).all()::add);
    }
    Future.join(callers).await(30, TimeUnit.SECONDS);
    assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
    heard.forEach(ReceivedEvents::judge);
    assertThat(client.closeAsync().blockingAwait(30, TimeUnit.SECONDS)).isTrue();
  }

  private ReceivedEvents caller(Flowable<ChatEvent> exchange) {
    long patience = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(9);
    ReceivedEvents receivedEvents =
        new ReceivedEvents(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), patience);
    switch (random.nextInt(4)) {
      case 0 -> deploy(exchange, receivedEvents, ThreadingModel.EVENT_LOOP);
      case 1 -> deploy(exchange, receivedEvents, ThreadingModel.WORKER);
      case 2 -> callers.add(vertx.executeBlocking(() -> blocked(exchange, receivedEvents), false));
      default -> subscribe(exchange, receivedEvents, () -> {});
    }
    return receivedEvents;
  }

  /** Undeploys after enough events, or all; the exchanges it started go on. */
  private void deploy(
      Flowable<ChatEvent> exchange, ReceivedEvents receivedEvents, ThreadingModel model) {
    AbstractVerticle verticle =
        new AbstractVerticle() {
          @Override
          public void start() {
            subscribe(exchange, receivedEvents, () -> vertx.undeploy(deploymentID()));
          }
        };
    callers.add(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)));
  }

  private void subscribe(
      Flowable<ChatEvent> exchange, ReceivedEvents receivedEvents, Runnable gone) {
    var unused =
        exchange
            .take(receivedEvents.patience())
            .doFinally(listening::countDown)
            .doFinally(gone::run)
            .subscribe(receivedEvents.some()::add);
  }

  private Object blocked(Flowable<ChatEvent> exchange, ReceivedEvents receivedEvents) {
    exchange.take(receivedEvents.patience()).blockingForEach(receivedEvents.some()::add);
    listening.countDown();
    return receivedEvents;
  }
}
