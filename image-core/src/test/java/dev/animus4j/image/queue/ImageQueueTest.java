package dev.animus4j.image.queue;

import static dev.animus4j.rules.Eventually.eventually;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.queue.ImageTicket.State;
import dev.animus4j.image.queue.ImageTicket.State.Cancelled;
import dev.animus4j.image.queue.ImageTicket.State.Done;
import dev.animus4j.image.queue.ImageTicket.State.Failed;
import dev.animus4j.image.queue.ImageTicket.State.Queued;
import dev.animus4j.image.queue.ImageTicket.State.Running;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@VertxTest
class ImageQueueTest {
  private final FakeImageModel fakeImageModel = new FakeImageModel();
  private final ImageQueue queue = queue(fakeImageModel, 1, 5);

  @Test
  void aRequestGoesThroughItsStates() {
    submit("anna", "1");
    ImageTicket second = submit("anna", "2");
    ImageTicket third = submit("anna", "3");
    TestSubscriber<State> states = third.states().test();
    fakeImageModel.draw();
    assertThat(second.state()).isEqualTo(new Running());
    fakeImageModel.draw();
    Image image = fakeImageModel.draw();
    states.assertResult(new Queued(2), new Queued(1), new Running(), new Done(List.of(image)));
    third.image().test().assertResult(image);
    third.states().test().assertResult(new Done(List.of(image)));
  }

  @Test
  void keysTakeTurns() {
    Stream.of("a1", "a2", "a3", "b1", "c1", "b2").forEach(this::submit);
    while (!fakeImageModel.latest().hasComplete()) {
      fakeImageModel.draw();
    }
    assertThat(fakeImageModel.asked.stream().map(ImageRequest::prompt))
        .containsExactly("a1", "a2", "b1", "c1", "a3", "b2");
  }

  @Test
  void positionsAreTheOrderOfTurnsAndMayGrow() {
    submit("a1");
    ImageTicket second = submit("a2");
    ImageTicket third = submit("a3");
    TestSubscriber<State> states = third.states().test();
    ImageTicket other = submit("b1");
    assertThat(second.state()).isEqualTo(new Queued(1));
    assertThat(other.state()).isEqualTo(new Queued(2));
    states.assertValues(new Queued(2), new Queued(3));
  }

  @Test
  void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() {
    List<ImageTicket> tickets =
        IntStream.range(0, 6).mapToObj(i -> submit("anna", "fox " + i)).toList();
    assertThatThrownBy(() -> submit("ben", "too many")).isInstanceOf(RateLimited.class);
    tickets.get(3).cancel();
    submit("ben", "fits");
    assertThatThrownBy(() -> submit("ben", "too many")).isInstanceOf(RateLimited.class);
    fakeImageModel.draw();
    submit("ben", "fits too");
  }

  @Test
  void aRefusedRequestIsAFailureOfTheModelBehindTheQueue() {
    ImageQueue full = queue(fakeImageModel, 1, 0);
    ImageModel model = full.forKey("anna");
    TestObserver<Image> first = model.generate(ImageRequest.of("1")).test();
    model.generate(ImageRequest.of("2")).test().assertError(RateLimited.class);
    Image image = fakeImageModel.draw();
    first.assertResult(image);
    model.generate(ImageRequest.of("3")).test();
    assertThat(fakeImageModel.asked).hasSize(2);
  }

  @Test
  void aFailureIsAStateAndFreesThePlace() {
    ImageTicket ticket = submit("anna", "1");
    ImageTicket next = submit("anna", "2");
    AnimusException failure = FakeImageModel.unavailable();
    fakeImageModel.latest().onError(failure);
    assertThat(ticket.state()).isEqualTo(new Failed(failure));
    ticket.states().test().assertResult(new Failed(failure));
    ticket.image().test().assertError(failure);
    assertThat(next.state()).isEqualTo(new Running());
  }

  @Test
  void aQueuedRequestCanBeCancelled() {
    submit("anna", "1");
    ImageTicket second = submit("anna", "2");
    ImageTicket third = submit("anna", "3");
    TestSubscriber<State> states = second.states().test();
    second.cancel();
    second.cancel();
    states.assertResult(new Queued(1), new Cancelled());
    second.image().test().assertError(AnimusException.Cancelled.class);
    assertThat(third.state()).isEqualTo(new Queued(1));
    fakeImageModel.draw();
    assertThat(fakeImageModel.asked.stream().map(ImageRequest::prompt)).containsExactly("1", "3");
  }

  @Test
  void aRunningRequestCanBeCancelled() {
    ImageTicket first = submit("anna", "1");
    ImageTicket second = submit("anna", "2");
    TestSubscriber<State> states = first.states().test();
    first.cancel();
    states.assertResult(new Running(), new Cancelled());
    assertThat(fakeImageModel.cancelled).hasValue(1);
    assertThat(second.state()).isEqualTo(new Running());
  }

  @Test
  void aCompletedRequestCannotBeCancelled() {
    ImageTicket ticket = submit("anna", "1");
    Image image = fakeImageModel.draw();
    ticket.cancel();
    assertThat(ticket.state()).isEqualTo(new Done(List.of(image)));
  }

  @Test
  void partsAreReplayedToLateSubscribers() {
    ImageTicket ticket = submit("anna", "1");
    fakeImageModel.latest().onNext(FakeImageModel.progress(0));
    TestSubscriber<ImageUpdate> parts = ticket.parts().test();
    fakeImageModel.latest().onNext(FakeImageModel.progress(1));
    Image image = fakeImageModel.draw();
    parts.assertResult(FakeImageModel.progress(0), FakeImageModel.progress(1), image);
    ticket
        .parts()
        .test()
        .assertResult(FakeImageModel.progress(0), FakeImageModel.progress(1), image);
  }

  @Test
  void aListenerThatLeavesEndsNothing() {
    ImageTicket ticket = submit("anna", "1");
    ticket.states().test().cancel();
    ticket.parts().test().cancel();
    ticket.image().test().dispose();
    Image image = fakeImageModel.draw();
    assertThat(ticket.state()).isEqualTo(new Done(List.of(image)));
  }

  @Test
  void leavingTheModelBehindTheQueueCancels() {
    ImageModel model = queue.forKey("anna");
    submit("ben", "1");
    TestObserver<Image> waiting = model.generate(ImageRequest.of("2")).test();
    waiting.dispose();
    fakeImageModel.draw();
    assertThat(fakeImageModel.asked).hasSize(1);
    model.generate(ImageRequest.of("3")).test().dispose();
    assertThat(fakeImageModel.cancelled).hasValue(1);
  }

  @Test
  void aListenerOfTheEndMaySubmitTheNextRequest() {
    ImageQueue narrow = queue(fakeImageModel, 1, 0);
    ImageTicket first = narrow.submit("anna", ImageRequest.of("1"));
    List<ImageTicket> next = new ArrayList<>();
    var unused =
        first
            .states()
            .ofType(Done.class)
            .subscribe(done -> next.add(narrow.submit("anna", ImageRequest.of("2"))));
    fakeImageModel.draw();
    assertThat(next.get(0).state()).isEqualTo(new Running());
  }

  @Test
  void aModelThatAnswersAtOnceDoesNotNest() {
    ImageModel instant = request -> Single.just(FakeImageModel.image(request.prompt()));
    ImageQueue wide = new ImageQueue(instant, 1, 3_000);
    ImageQueue gate = queue(fakeImageModel, 1, 0);
    ImageTicket first = gate.submit("anna", ImageRequest.of("gate"));
    List<ImageTicket> tickets = new ArrayList<>();
    var unused =
        first
            .image()
            .flatMapPublisher(go -> Flowable.range(0, 3_000))
            .subscribe(i -> tickets.add(wide.submit("k" + i % 7, ImageRequest.of("p" + i))));
    fakeImageModel.draw();
    assertThat(tickets).hasSize(3_000);
    eventually(() -> tickets.stream().allMatch(ticket -> ticket.state() instanceof Done));
  }

  @Test
  void anyNumberOfRequestsMayFollowEachOther() {
    int many = 5_000;
    ImageModel instant = request -> Single.just(FakeImageModel.image(request.prompt()));
    ImageQueue narrow = new ImageQueue(instant, 1, 0);
    CountDownLatch last = new CountDownLatch(1);
    follow(narrow, many, last);
    eventually(() -> last.getCount() == 0);
  }

  /** Submits the next from within the end of the last; one that has ended already, in a loop. */
  private static void follow(ImageQueue narrow, int count, CountDownLatch last) {
    for (int left = count; left > 0; left--) {
      int next = left - 1;
      AtomicBoolean first = new AtomicBoolean(true);
      var unused =
          narrow
              .submit("anna", ImageRequest.of("fox " + left))
              .states()
              .ofType(Done.class)
              .subscribe(
                  done -> {
                    if (!first.getAndSet(false)) {
                      follow(narrow, next, last);
                    }
                  });
      if (first.getAndSet(false)) {
        return;
      }
    }
    last.countDown();
  }

  /** Who hands in, cancels or ends is not kept, and keeps nobody waiting. */
  @Test
  void aModelThatBlocksKeepsNobodyElse() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ImageModel blocking =
        request ->
            Single.fromCallable(
                () -> {
                  if (request.prompt().startsWith("slow")) {
                    gate.await();
                  }
                  return FakeImageModel.image(request.prompt());
                });
    ImageQueue wide = new ImageQueue(blocking, 3, 100);
    List<ImageTicket> slow =
        List.of(
            wide.submit("anna", ImageRequest.of("slow 1")),
            wide.submit("anna", ImageRequest.of("slow 2")));
    List<ImageTicket> quick = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      quick.add(wide.submit("ben", ImageRequest.of("quick " + i)));
    }
    quick.get(49).cancel();
    for (ImageTicket ticket : quick.subList(0, 49)) {
      ticket.image().test().awaitDone(30, SECONDS).assertComplete();
    }
    assertThat(slow).allMatch(ticket -> ticket.state() instanceof Running);
    gate.countDown();
    for (ImageTicket ticket : slow) {
      ticket.image().test().awaitDone(30, SECONDS).assertComplete();
    }
  }

  @Test
  void thereIsRoomForAsManyAsAreAllowed() {
    ImageQueue vast = queue(fakeImageModel, Integer.MAX_VALUE, Integer.MAX_VALUE);
    ImageQueue endless = queue(fakeImageModel, 1, Integer.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      assertThat(vast.submit("anna", ImageRequest.of("1")).state()).isInstanceOf(Running.class);
      endless.submit("anna", ImageRequest.of("1"));
    }
    assertThat(endless.submit("anna", ImageRequest.of("1")).state()).isEqualTo(new Queued(3));
  }

  @Test
  void aModelThatThrowsFailsItsRequestOnly() {
    ImageModel throwing =
        request -> {
          throw new IllegalStateException("a bug");
        };
    ImageQueue broken = queue(throwing, 1, 1);
    for (int i = 0; i < 5; i++) {
      assertThat(broken.submit("anna", ImageRequest.of("x")).state()).isInstanceOf(Failed.class);
    }
  }

  @Test
  void eachRequestIsSentOnItsOwnEventLoopInAContextOfNobodyAndHeardOnItsOwnContext(Vertx vertx)
      throws Exception {
    List<Context> sent = new CopyOnWriteArrayList<>();
    List<Thread> threads = new CopyOnWriteArrayList<>();
    ImageModel watched =
        request -> {
          sent.add(Vertx.currentContext());
          threads.add(Thread.currentThread());
          return fakeImageModel.generate(request);
        };
    ImageQueue shared = queue(watched, 1, 1);
    ImageTicket first = shared.submit("anna", ImageRequest.of("1"));
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    CompletableFuture<Context> home = new CompletableFuture<>();
    CompletableFuture<Context> heard = new CompletableFuture<>();
    vertx.runOnContext(
        v -> {
          ImageTicket second = shared.submit("ben", ImageRequest.of("2"));
          var unused = second.image().subscribe(i -> heard.complete(Vertx.currentContext()));
          loop.complete(Thread.currentThread());
          home.complete(Vertx.currentContext());
        });
    Context expected = home.get(30, SECONDS);
    fakeImageModel.draw();
    first.image().test().assertComplete();
    eventually(() -> fakeImageModel.asked.size() == 2);
    fakeImageModel.draw();
    assertThat(heard.get(30, SECONDS)).isSameAs(expected);
    assertThat(threads).containsExactly(Thread.currentThread(), loop.get(30, SECONDS));
    assertThat(sent.get(0)).isNull();
    assertThat(sent.get(1)).isNotNull();
    assertThat(sent.get(1).deploymentID()).isNull();
  }

  @Test
  void aQueueThatLetsNothingThroughIsRefused() {
    assertThatThrownBy(() -> new ImageQueue(fakeImageModel, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageQueue(fakeImageModel, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A queue that asks its model at once. */
  private static ImageQueue queue(ImageModel model, int atOnce, int room) {
    return new ImageQueue(model, atOnce, room, Schedulers.trampoline());
  }

  /** The key is the first letter of the prompt. */
  private ImageTicket submit(String prompt) {
    return submit(prompt.substring(0, 1), prompt);
  }

  private ImageTicket submit(String key, String prompt) {
    return queue.submit(key, ImageRequest.of(prompt));
  }
}
