package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chatbot.FairByteLimiter.Permit;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Memory is limited, and granted in turn. */
class FairByteLimiterTest {
  private static final ClientSession ANNA = new ClientSession("1", "anna");
  private static final ClientSession BEN = new ClientSession("1", "ben");
  private static final ClientSession CARLA = new ClientSession("2", "carla");

  private final TestScheduler clock = new TestScheduler();
  private final FairByteLimiter inFlight = new FairByteLimiter(new Quota(100, 60, 40), clock);
  private final List<String> admitted = new ArrayList<>();
  private final List<Permit> permits = new ArrayList<>();

  private TestObserver<Permit> enter(ClientSession clientSession, String name, long weight) {
    return inFlight
        .acquire(clientSession, weight)
        .doOnSuccess(permit -> admitted.add(name))
        .doOnSuccess(permits::add)
        .test();
  }

  @Test
  void thereIsSoMuchRoomForASessionForAClientAndForAll() {
    enter(ANNA, "a1", 30);
    enter(ANNA, "a2", 20);
    enter(BEN, "b1", 30);
    enter(BEN, "b2", 10);
    enter(CARLA, "c1", 40);
    assertThat(admitted).containsExactly("a1", "b1", "c1");
    assertThat(inFlight.used()).isEqualTo(100);
    permits.get(0).release();
    assertThat(admitted).endsWith("a2", "b2");
  }

  @Test
  void aSmallRequestWaitsBehindAnEarlierLargeOne() {
    enter(ANNA, "a", 40);
    enter(CARLA, "c", 40);
    enter(new ClientSession("3", "dora"), "d", 40);
    enter(new ClientSession("4", "erik"), "e", 10);
    assertThat(admitted).containsExactly("a", "c");
    permits.get(0).release();
    assertThat(admitted).endsWith("d", "e");
  }

  @Test
  void sessionsAndClientsTakeTurns() {
    Permit all = all();
    for (int i = 1; i <= 3; i++) {
      enter(ANNA, "a" + i, 40);
      enter(BEN, "b" + i, 40);
    }
    enter(CARLA, "c1", 40);
    enter(CARLA, "c2", 40);
    all.release();
    for (int i = 0; i < permits.size(); i++) {
      permits.get(i).release();
    }
    assertThat(admitted).containsExactly("a1", "c1", "b1", "c2", "a2", "b2", "a3", "b3");
    assertThat(inFlight.used()).isZero();
  }

  /** A permit for all bytes. */
  private Permit all() {
    return inFlight.acquire(new ClientSession("9", "z"), 100).blockingGet();
  }

  @Test
  void aRequestLargerThanTheLimitIsAdmittedAlone() {
    enter(ANNA, "a", 1_000);
    enter(CARLA, "c", 1);
    assertThat(admitted).containsExactly("a");
    permits.get(0).release();
    assertThat(admitted).containsExactly("a", "c");
  }

  @Test
  void aPermitIsGivenBackOnce() {
    enter(ANNA, "a", 40);
    enter(ANNA, "b", 40);
    permits.get(0).release();
    permits.get(0).release();
    assertThat(inFlight.used()).isEqualTo(40);
  }

  @Test
  void nobodyWaitsForEverNorInACrowd() {
    Permit all = all();
    TestObserver<Permit> late = enter(ANNA, "a", 10);
    for (int i = 1; i < 64; i++) {
      enter(ANNA, "more", 10);
    }
    enter(ANNA, "too many", 10).assertFailure(Problem.class);
    late.assertNotComplete();
    clock.advanceTimeBy(2, TimeUnit.MINUTES);
    late.assertFailure(Problem.class);
    all.release();
    assertThat(admitted).isEmpty();
    assertThat(inFlight.used()).isZero();
  }

  /** A client that fills the queue beyond its share keeps no other client out. */
  @Test
  void aCrowdOfOneClientKeepsNobodyOut() {
    for (int client = 1; client <= 4; client++) {
      enter(new ClientSession("" + client, "first"), "first", 12);
      for (int i = 0; i < 200; i++) {
        enter(new ClientSession("" + client, "s" + i / 50), "more", 60);
      }
    }
    enter(new ClientSession("4", "last"), "too many", 60).assertFailure(Problem.class);
    enter(new ClientSession("5", "eve"), "e", 10).assertComplete();
    assertThat(admitted).containsOnly("first", "e").hasSize(5);
  }

  @Test
  void aCancelledRequestTakesNoRoom() {
    Permit all = all();
    TestObserver<Void> left =
        inFlight.runWithPermit(ANNA, 10, permit -> Completable.never()).test();
    left.dispose();
    all.release();
    assertThat(inFlight.used()).isZero();
    TestObserver<Void> here =
        inFlight.runWithPermit(ANNA, 10, permit -> Completable.never()).test();
    assertThat(inFlight.used()).isEqualTo(10);
    here.dispose();
    assertThat(inFlight.used()).isZero();
  }

  /** Under concurrent use the limit is never exceeded, and no waiter is forgotten. */
  @Test
  void itHoldsForManyThreads() throws Exception {
    int threads = 8;
    int times = 60;
    AtomicLong now = new AtomicLong();
    AtomicLong done = new AtomicLong();
    List<Thread> all = new ArrayList<>();
    CyclicBarrier start = new CyclicBarrier(threads);
    for (int i = 0; i < threads; i++) {
      ClientSession clientSession = new ClientSession("" + i / 2, "" + i);
      Runnable work =
          () -> {
            for (int j = 0; j < times; j++) {
              Permit permit = inFlight.acquire(clientSession, 1 + j % 40).blockingGet();
              assertThat(now.addAndGet(1 + j % 40)).isLessThanOrEqualTo(100);
              now.addAndGet(-1 - j % 40);
              permit.release();
              done.incrementAndGet();
            }
          };
      all.add(new Thread(() -> begin(start, work)));
    }
    all.forEach(Thread::start);
    for (Thread thread : all) {
      thread.join(20_000);
    }
    assertThat(done).hasValue(threads * times);
    assertThat(inFlight.used()).isZero();
  }

  private static void begin(CyclicBarrier start, Runnable work) {
    try {
      start.await();
      work.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
