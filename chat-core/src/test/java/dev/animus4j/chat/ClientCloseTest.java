package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends, ends once; closing waits for it, in whichever order things are closed. */
@ExtendWith(VertxExtension.class)
class ClientCloseTest {
  private Vertx vertx;
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** One for each test, since tests close it. */
  @BeforeEach
  void open(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What is published, at the moment when it is. */
  private void tap(Runnable afterEach) {
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              boolean all = delivery.message().address().equals(ChatEvents.ALL);
              if (all && delivery.body() instanceof ChatEvent event) {
                told.add(EventTrace.line(event));
                afterEach.run();
              }
              delivery.next();
            });
  }

  @Test
  void aPictureThatIsToldAsCompletedIsNotAlsoToldAsFailed() {
    ChatFixture fixture = new ChatFixture(vertx);
    Disposable[] drawing = {Disposable.empty()};
    tap(() -> drawing[0].dispose());
    drawing[0] = fixture.chat().generateImage("a cat").subscribe();
    fixture.clock.triggerActions();
    assertThat(told).hasSize(3);
    assertThat(told.get(0)).startsWith("image start");
  }

  @Test
  void disposingCancelsARunningImageOnce() {
    ChatFixture fixture = new ChatFixture(vertx).drawing(request -> Single.never());
    tap(() -> {});
    Disposable drawing = fixture.chat().generateImage("a cat").subscribe();
    fixture.clock.triggerActions();
    drawing.dispose();
    drawing.dispose();
    fixture.clock.triggerActions();
    assertThat(fixture.cancelled).containsExactly("image");
    assertThat(told).hasSize(3);
    assertThat(told.get(1)).contains("failed");
  }

  @Test
  void disposingImmediatelyGeneratesNothing() {
    ChatFixture fixture = new ChatFixture(vertx);
    tap(() -> {});
    fixture.chat().generateImage("a cat").subscribe().dispose();
    fixture.clock.triggerActions();
    assertThat(told).isEmpty();
    assertThat(fixture.drawn).isEmpty();
  }

  @Test
  void closingWaitsForPicturesThatWereAskedForByHand() {
    ChatFixture fixture = new ChatFixture(vertx).drawing(request -> Single.never());
    tap(() -> {});
    var picture = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    var closed = fixture.client().closeAsync().test();
    closed.assertNotComplete();
    fixture.clock.triggerActions();
    closed.assertComplete();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(told).hasSize(3);
    assertThat(told.get(1)).contains("failed");
  }

  @Test
  void anImageRequestedAfterClosingIsCancelled() {
    ChatFixture fixture = new ChatFixture(vertx);
    fixture.client().closeAsync().subscribe();
    var picture = fixture.chat().generateImage("a cat").test();
    fixture.clock.triggerActions();
    picture.assertError(AnimusException.Cancelled.class);
    assertThat(fixture.drawn).isEmpty();
  }

  private AnimusClient real(Single<ChatResponse> answer) {
    return AnimusClient.builder(vertx)
        .chatModel(request -> answer)
        .options(ChatFixture.OPTIONS)
        .onClose(() -> Completable.fromAction(() -> told.add("afterwards")))
        .build();
  }

  private static List<String> end(TestSubscriber<ChatEvent> exchange) {
    return EventTrace.of(
        exchange.awaitDone(30, TimeUnit.SECONDS).assertComplete().values().stream()
            .filter(event -> !List.of("messageReceived", "messageStart").contains(event.type()))
            .toList());
  }

  @Test
  @DisplayName("in virtual time, Vert.x does not wait for exchanges that nobody goes on with")
  void aVertxThatIsClosedFirstDoesNotWaitForVirtualTime() throws Exception {
    ChatFixture virtual = new ChatFixture(vertx);
    virtual.answering(Flowable.never());
    TestSubscriber<ChatEvent> running = virtual.send("hello", ChatFixture.OPTIONS);
    vertx.close().await(30, TimeUnit.SECONDS);
    running.assertComplete();
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
    AnimusClient client = real(Single.just(ChatResponse.of("fine")));
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
    client.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    client.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void aClientThatIsClosedIsForgottenByItsVertx() {
    AnimusClient client = real(Single.never());
    client.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
    vertx.close().await();
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void aClientMayCloseItsVertx() {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.never())
            .options(ChatFixture.OPTIONS)
            .onClose(() -> Completable.fromCompletionStage(vertx.close().toCompletionStage()))
            .build();
    client.closeAsync().test().awaitDone(30, TimeUnit.SECONDS).assertComplete();
  }

  @Test
  void closingNeedsNoSubscriber() {
    AnimusClient client = real(Single.never());
    TestSubscriber<ChatEvent> running = client.chat("x").send("hello").test();
    running.awaitCount(1);
    client.closeAsync();
    assertThat(end(running))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
  }

  @Test
  void closingWaits() {
    AnimusClient client = real(Single.never());
    try (client) {
      client.chat("x").send("hello").test().awaitCount(1);
    }
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void closingInVirtualTimeNeedsNobodyToAdvanceIt() {
    ChatFixture fixture =
        new ChatFixture(vertx).answering(Flowable.never()).drawing(request -> Single.never());
    TestSubscriber<ChatEvent> running;
    TestObserver<Image> image;
    try (AnimusClient client = fixture.client()) {
      running = fixture.send("hello", ChatFixture.OPTIONS);
      image = client.generateImage("a cat").test();
      fixture.clock.triggerActions();
    }
    assertThat(end(running))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    image.assertError(AnimusException.Cancelled.class);
    assertThat(fixture.cancelled).containsExactlyInAnyOrder("chat", "image");
  }

  /** A store is given its time, which does not pass here. */
  @Test
  void closingDoesNotWaitForATimeThatStandsStill() {
    ChatFixture fixture = new ChatFixture(vertx);
    fixture.history =
        new HistoryStore() {
          @Override
          public Completable append(String conversation, HistoryEntry entry) {
            return Completable.never();
          }

          @Override
          public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
            return Single.never();
          }

          @Override
          public Single<List<HistoryEntry>> edit(
              String conversation, UnaryOperator<List<HistoryEntry>> change) {
            return Single.never();
          }
        };
    TestSubscriber<ChatEvent> running = fixture.send("hello", ChatFixture.OPTIONS);
    fixture.client().close();
    TestObserver<Void> closed = fixture.client().closeAsync().test();
    running.assertNotComplete();
    fixture.after(Duration.ofMinutes(1));
    running.assertComplete();
    closed.assertComplete();
  }

  @Test
  void aClientMayBeClosedByAListenerAndByManyThreads() throws Exception {
    AnimusClient client = real(Single.never());
    CountDownLatch closed = new CountDownLatch(9);
    Runnable close =
        () -> {
          client.close();
          closed.countDown();
        };
    client
        .events()
        .subscribe(
            MessageStarted.class,
            event -> {
              IntStream.range(0, 8).forEach(i -> new Thread(close).start());
              close.run();
            });
    TestSubscriber<ChatEvent> running = client.chat("x").send("hello").test();
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(end(running))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    client.close();
    assertThat(told).containsExactly("afterwards");
  }

  @Test
  void aListenerInVirtualTimeMayCloseItsClient() {
    ChatFixture fixture = new ChatFixture(vertx).answering(Flowable.never());
    TestSubscriber<ChatEvent> running =
        fixture.chat().send("hello").doOnNext(event -> fixture.client().close()).test();
    fixture.clock.triggerActions();
    assertThat(end(running))
        .containsExactly("cancelled 1 closed", "end INTERRUPTED messages 0 images 0");
    fixture.client().closeAsync().test().assertComplete();
  }

  @Test
  void aVertxOfItsOwnIsClosedWithTheClient() {
    AtomicReference<Vertx> own = new AtomicReference<>();
    AtomicBoolean closed = new AtomicBoolean();
    try (AnimusClient client =
        AnimusClient.builder()
            .chatModel(
                request -> {
                  own.set(Vertx.currentContext().owner());
                  return Single.just(ChatResponse.of("fine"));
                })
            .build()) {
      client.chat().send("hello").blockingSubscribe();
      ((VertxInternal) own.get())
          .addCloseHook(
              done -> {
                closed.set(true);
                done.succeed();
              });
    }
    assertThat(own.get()).isNotSameAs(vertx);
    assertThat(closed).isTrue();
  }

  @Test
  void whatCannotBeClosedIsAFailureOfClosingAsynchronously() {
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.never())
            .onClose(() -> Completable.error(new IOException("stuck")))
            .onClose(() -> Completable.fromAction(() -> told.add("afterwards")))
            .build();
    client.close();
    assertThat(told).containsExactly("afterwards");
    client.closeAsync().test().assertError(IOException.class);
  }
}
