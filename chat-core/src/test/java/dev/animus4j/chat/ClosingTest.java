package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends, ends once; closing waits for it, in whichever order things are closed. */
class ClosingTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** What is published, at the moment when it is. */
  private void tap(Runnable afterEach) {
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              boolean all = delivery.message().address().equals(ChatEvents.ALL);
              if (all && delivery.body() instanceof ChatEvent event) {
                told.add(Trace.line(event));
                afterEach.run();
              }
              delivery.next();
            });
  }

  @Test
  void aPictureThatIsToldAsCompletedIsNotAlsoToldAsFailed() {
    World world = new World(vertx);
    Disposable[] drawing = {Disposable.empty()};
    tap(() -> drawing[0].dispose());
    drawing[0] = world.chat().generateImage("a cat").subscribe();
    world.clock.triggerActions();
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).startsWith("image start");
  }

  @Test
  void whoLeavesEndsAPictureInTheMakingOnce() {
    World world = new World(vertx).drawing(request -> Single.never());
    tap(() -> {});
    Disposable drawing = world.chat().generateImage("a cat").subscribe();
    world.clock.triggerActions();
    drawing.dispose();
    drawing.dispose();
    world.clock.triggerActions();
    assertThat(world.cancelled).containsExactly("image");
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("failed");
  }

  @Test
  void whoLeavesAtOnceHasNothingDrawn() {
    World world = new World(vertx);
    tap(() -> {});
    world.chat().generateImage("a cat").subscribe().dispose();
    world.clock.triggerActions();
    assertThat(told).isEmpty();
    assertThat(world.drawn).isEmpty();
  }

  @Test
  void closingWaitsForPicturesThatWereAskedForByHand() {
    World world = new World(vertx).drawing(request -> Single.never());
    tap(() -> {});
    var picture = world.chat().generateImage("a cat").test();
    world.clock.triggerActions();
    var closed = world.client().close().test();
    closed.assertNotComplete();
    world.clock.triggerActions();
    closed.assertComplete();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("failed");
  }

  @Test
  void whatIsAskedForAfterClosingIsNotDrawn() {
    World world = new World(vertx);
    world.client().close().subscribe();
    var picture = world.chat().generateImage("a cat").test();
    world.clock.triggerActions();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(world.drawn).isEmpty();
  }

  private AnimusClient real(Single<ChatReply> answer) {
    return AnimusClient.builder(vertx)
        .chatModel(request -> answer)
        .options(World.OPTIONS)
        .onClose(Completable.fromAction(() -> told.add("afterwards")))
        .build();
  }

  private static List<String> end(TestSubscriber<ChatEvent> exchange) {
    return Trace.of(
        exchange.awaitDone(30, TimeUnit.SECONDS).assertComplete().values().stream()
            .filter(event -> !event.type().equals("messageStart"))
            .toList());
  }

  @Test
  void aVertxThatIsClosedFirstLetsExchangesEndAndTellSo() {
    AnimusClient client = real(Single.never());
    TestSubscriber<ChatEvent> running = client.chat("x").send("hello").test();
    running.awaitCount(1);
    vertx.close().await();
    assertThat(end(running))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    assertThat(told).containsExactly("afterwards");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onAClosedVertxEverythingEndsInWords(boolean once) {
    AnimusClient client = real(Single.just(ChatReply.of("fine")));
    Chat chat = client.chat("x");
    vertx.close().await();
    for (int i = 0; i < 2; i++) {
      var exchange = once ? chat.sendOnce("id", "again") : chat.send("again");
      assertThat(end(exchange.test()))
          .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    }
    chat.generateImage("a cat")
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(AnimusException.Cancelled.class);
    chat.interrupt();
    client.close().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    client.close().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void aClientThatIsClosedIsForgottenByItsVertx() {
    AnimusClient client = real(Single.never());
    client.close().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    vertx.close().await();
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void aClientMayCloseItsVertx() {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.never())
            .options(World.OPTIONS)
            .onClose(
                Completable.defer(
                    () -> Completable.fromCompletionStage(vertx.close().toCompletionStage())))
            .build();
    client.close().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
  }
}
