package dev.animus4j.image.queue;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.queue.ImageTicket.State;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many threads hand in, draw, fail and cancel; nothing gets lost, and no place either. */
class ImageQueueRaceTest {
  private static final int THREADS = 8;
  private static final int REQUESTS = 1_000;
  private static final int AT_ONCE = 4;

  private final ConcurrentLinkedQueue<Throwable> undelivered = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ImageQueue queue = new ImageQueue(this::draw, AT_ONCE, 50);

  @BeforeEach
  void watch() {
    RxJavaPlugins.setErrorHandler(undelivered::add);
  }

  @AfterEach
  void nothingWasUndelivered() {
    RxJavaPlugins.reset();
    assertThat(undelivered).isEmpty();
  }

  @Test
  void everyTicketComesToAnEndAndEveryPlaceIsFreeAgain() throws Exception {
    ConcurrentLinkedQueue<TestSubscriber<State>> watchers = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      String key = "user " + i % 3;
      threads.add(new Thread(() -> submit(key, watchers, refused)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    for (TestSubscriber<State> watcher : watchers) {
      watcher.awaitDone(30, TimeUnit.SECONDS).assertComplete();
      assertThat(watcher.values().get(watcher.values().size() - 1))
          .isInstanceOfAny(State.Done.class, State.Failed.class, State.Cancelled.class);
    }
    assertThat(watchers.size() + refused.get()).isEqualTo(THREADS * REQUESTS);
    assertThat(most.get()).isBetween(1, AT_ONCE);
    eventually(() -> running.get() == 0);
    assertThat(places()).isEqualTo(AT_ONCE + 50);
  }

  private void submit(
      String key, ConcurrentLinkedQueue<TestSubscriber<State>> watchers, AtomicInteger refused) {
    for (int i = 0; i < REQUESTS; i++) {
      try {
        ImageTicket ticket = queue.submit(key, ImageRequest.of("prompt " + i));
        watchers.add(ticket.states().test());
        if (i % 3 == 0) {
          ticket.cancel();
        }
      } catch (RateLimited full) {
        refused.incrementAndGet();
        Thread.yield();
      }
    }
  }

  private Single<Image> draw(ImageRequest request) {
    if (request.prompt().equals("never")) {
      return Single.never();
    }
    Single<Image> work =
        request.prompt().endsWith("7")
            ? Single.error(FakeImageModel.unavailable())
            : Single.fromSupplier(() -> FakeImageModel.image(request.prompt()));
    return Single.using(
            () -> most.accumulateAndGet(running.incrementAndGet(), Math::max),
            begun -> work,
            begun -> running.decrementAndGet())
        .subscribeOn(Schedulers.computation());
  }

  /** How many requests fit in now. */
  private int places() {
    List<ImageTicket> tickets = new ArrayList<>();
    try {
      while (tickets.size() < 1_000) {
        tickets.add(queue.submit("last", ImageRequest.of("never")));
      }
    } catch (RateLimited full) {
      tickets.forEach(ImageTicket::cancel);
    }
    return tickets.size();
  }
}
