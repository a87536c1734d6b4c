package dev.animus4j.vertx;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler.Worker;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@VertxTest
class ContextSchedulerTest {
  private final Context context;
  private final ContextScheduler scheduler;
  private final List<Integer> done = new ArrayList<>();

  ContextSchedulerTest(Vertx vertx) {
    context = ((VertxInternal) vertx).createEventLoopContext();
    scheduler = new ContextScheduler(context);
  }

  /** Everything that is to be done at once has been done. */
  private List<Integer> done() {
    Promise<Void> over = Promise.promise();
    context.runOnContext(v -> over.complete());
    over.future().await();
    return done;
  }

  /** What {@code steps} schedule waits until all of them have been taken. */
  private void onContext(Runnable steps) {
    context.runOnContext(v -> steps.run());
  }

  @Test
  void tasksOfAllWorkersRunOnTheContextInOrder() {
    onContext(
        () -> {
          List<Worker> workers = List.of(scheduler.createWorker(), scheduler.createWorker());
          IntStream.range(0, 100).forEach(i -> workers.get(i % 2).schedule(() -> add(i)));
          scheduler.scheduleDirect(() -> add(100));
          add(-1);
        });
    done();
    assertThat(done()).isEqualTo(IntStream.rangeClosed(-1, 100).boxed().toList());
  }

  private void add(int step) {
    assertThat(Vertx.currentContext()).isSameAs(context);
    done.add(step);
  }

  @Test
  void timersFireOnTheContextTheSoonerTheFirst() {
    List<Integer> fired =
        Flowable.just(600, 1, 300)
            .flatMap(
                millis ->
                    Flowable.timer(millis, MILLISECONDS, scheduler)
                        .doOnNext(now -> add(millis))
                        .map(now -> millis))
            .subscribeOn(scheduler)
            .toList()
            .timeout(30, SECONDS)
            .blockingGet();
    assertThat(fired).isEqualTo(done).containsExactly(1, 300, 600);
  }

  @Test
  void timersFireAlthoughTheVerticleOfTheContextIsGone(Vertx vertx) {
    CompletableFuture<Flowable<Context>> timer = new CompletableFuture<>();
    CompletableFuture<Context> home = new CompletableFuture<>();
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            home.complete(context);
            timer.complete(
                Flowable.timer(200, MILLISECONDS, new ContextScheduler(context))
                    .map(now -> Vertx.currentContext())
                    .replay()
                    .autoConnect(0));
            return Future.succeededFuture();
          }
        };
    vertx.undeploy(vertx.deployVerticle(verticle).await()).await();
    Context fired = timer.join().timeout(30, SECONDS).blockingFirst();
    assertThat(fired).isSameAs(home.join());
  }

  @Test
  void aTaskDisposedBeforeItsTurnDoesNotRun() {
    onContext(
        () -> {
          Disposable dropped = scheduler.scheduleDirect(() -> add(1));
          scheduler.scheduleDirect(() -> add(2));
          dropped.dispose();
          assertThat(dropped.isDisposed()).isTrue();
        });
    done();
    assertThat(done()).containsExactly(2);
  }

  @Test
  void aWorkerThatIsDisposedOfTakesItsOwnWithItAndNobodyElses() {
    onContext(
        () -> {
          Worker worker = scheduler.createWorker();
          Worker other = scheduler.createWorker();
          worker.schedule(() -> add(1));
          other.schedule(() -> add(2));
          Disposable timer = worker.schedule(() -> add(3), 1, MINUTES);
          worker.dispose();
          assertThat(timer.isDisposed()).isTrue();
          assertThat(worker.schedule(() -> add(4)).isDisposed()).isTrue();
          assertThat(other.isDisposed()).isFalse();
        });
    done();
    assertThat(done()).containsExactly(2);
  }

  @Test
  void nothingHoldsOnToATimerThatWasGivenUp() {
    WeakReference<Runnable> direct = givenUp();
    WeakReference<Runnable> ofWorker = givenUpByWorker();
    while (direct.get() != null || ofWorker.get() != null) {
      System.gc();
    }
  }

  private WeakReference<Runnable> givenUp() {
    Runnable task = new ArrayList<>()::clear;
    scheduler.scheduleDirect(task, 1, MINUTES).dispose();
    return new WeakReference<>(task);
  }

  private WeakReference<Runnable> givenUpByWorker() {
    Runnable task = new ArrayList<>()::clear;
    Worker worker = scheduler.createWorker();
    worker.schedule(task, 1, MINUTES);
    worker.dispose();
    return new WeakReference<>(task);
  }

  @Test
  void aPeriodicTaskEndsWhenDisposed() {
    assertThat(
            Flowable.interval(1, MILLISECONDS, scheduler)
                .take(5)
                .timeout(30, SECONDS)
                .toList()
                .blockingGet())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }
}
