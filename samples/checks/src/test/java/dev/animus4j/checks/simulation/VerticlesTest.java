package dev.animus4j.checks.simulation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Overlap;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.RegisterExtension;

/** What virtual time cannot show: callers on verticles that come and go, and callers that block. */
class VerticlesTest {
  private static final int EXCHANGES = 300;
  private static final List<String> WORDS = IntStream.range(0, 40).mapToObj(i -> i + " ").toList();
  private static final String TEXT = String.join("", WORDS);

  @RegisterExtension static final TestVertx TEST_VERTX = new TestVertx();

  private final SplittableRandom random = new SplittableRandom(1);
  private final Vertx vertx = TEST_VERTX.vertx();
  private final AnimusClient client = client();
  private final List<Future<?>> callers = new ArrayList<>();
  private final CountDownLatch listening = new CountDownLatch(EXCHANGES);

  /**
   * An exchange as somebody on no context hears it, and as a caller does.
   *
   * @param patience after how many events he leaves
   */
  private record Heard(Queue<ChatEvent> all, Queue<ChatEvent> some, long patience) {

    /** Deltas are told to each as he keeps up with them. */
    private static String words(Queue<ChatEvent> events) {
      return events.stream()
          .map(e -> e instanceof MessageTokens delta ? delta.content() : "<" + e.type() + ">")
          .collect(joining());
    }

    void judge() {
      assertThat(words(all).replace("<messageQueued>", ""))
          .isEqualTo("<messageStart>" + TEXT + "<messageComplete><exchangeComplete>");
      assertThat(words(all)).startsWith(words(some));
      assertThat(some.size() >= patience || words(some).equals(words(all))).isTrue();
    }
  }

  /** Words come on threads of a pool, some of them a little later. */
  private AnimusClient client() {
    StreamingChatModel model =
        request ->
            Flowable.fromIterable(WORDS)
                .<ChatPart>map(ChatPart.Words::new)
                .concatWith(Flowable.just(ChatReply.of(TEXT)))
                .delay(1, TimeUnit.MILLISECONDS);
    ChatOptions options = ChatOptions.of("m", "Be kind.").overlap(Overlap.queue(EXCHANGES));
    return AnimusClient.builder(vertx).chatModel(model).options(options).build();
  }

  @Test
  void nobodyIsInAnybodysWay() throws Exception {
    List<Heard> heard = new ArrayList<>();
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
    heard.forEach(Heard::judge);
    assertThat(client.close().blockingAwait(30, TimeUnit.SECONDS)).isTrue();
  }

  private Heard caller(Flowable<ChatEvent> exchange) {
    long patience = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(9);
    Heard heard = new Heard(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), patience);
    switch (random.nextInt(4)) {
      case 0 -> deploy(exchange, heard, ThreadingModel.EVENT_LOOP);
      case 1 -> deploy(exchange, heard, ThreadingModel.WORKER);
      case 2 -> callers.add(vertx.executeBlocking(() -> blocked(exchange, heard), false));
      default -> subscribe(exchange, heard, () -> {});
    }
    return heard;
  }

  /** Goes when it has heard enough, or all; what it has begun goes on without it. */
  private void deploy(Flowable<ChatEvent> exchange, Heard heard, ThreadingModel model) {
    AbstractVerticle verticle =
        new AbstractVerticle() {
          @Override
          public void start() {
            subscribe(exchange, heard, () -> vertx.undeploy(deploymentID()));
          }
        };
    callers.add(vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)));
  }

  private void subscribe(Flowable<ChatEvent> exchange, Heard heard, Runnable gone) {
    var unused =
        exchange
            .take(heard.patience())
            .doFinally(listening::countDown)
            .doFinally(gone::run)
            .subscribe(heard.some()::add);
  }

  private Object blocked(Flowable<ChatEvent> exchange, Heard heard) {
    exchange.take(heard.patience()).blockingForEach(heard.some()::add);
    listening.countDown();
    return heard;
  }
}
