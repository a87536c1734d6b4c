package dev.animus4j.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialCompletablesTest {
  private final TestScheduler clock = new TestScheduler();
  private final SerialCompletables order = new SerialCompletables(clock);
  private final List<Integer> begun = new ArrayList<>();

  private Completable step(int number, Completable step) {
    return order.enqueue(step.doOnSubscribe(unused -> begun.add(number)));
  }

  @Test
  void aStepWithNothingBeforeItBeginsAtOnce() {
    step(1, Completable.complete()).test().assertComplete();
    step(2, Completable.complete()).test().assertComplete();
    assertThat(begun).containsExactly(1, 2);
  }

  @Test
  void oneWaitsForTheOtherAlsoWhenThatFails() {
    CompletableSubject first = CompletableSubject.create();
    TestObserver<Void> failing = step(1, first).test();
    TestObserver<Void> second = step(2, Completable.complete()).test();
    clock.triggerActions();
    assertThat(begun).containsExactly(1);
    first.onError(new IllegalStateException());
    failing.assertError(IllegalStateException.class);
    clock.triggerActions();
    second.assertComplete();
    assertThat(begun).containsExactly(1, 2);
  }

  @Test
  void aStepThatHasBegunIsSeenThroughWhoeverLeaves() {
    CompletableSubject first = CompletableSubject.create();
    Disposable leaving = step(1, first).subscribe();
    TestObserver<Void> second = step(2, Completable.complete()).test();
    leaving.dispose();
    clock.triggerActions();
    assertThat(begun).containsExactly(1);
    first.onComplete();
    clock.triggerActions();
    second.assertComplete();
  }

  @Test
  void aDisposedWaitingStepIsSkippedAndTheOrderIsKept() {
    CompletableSubject first = CompletableSubject.create();
    step(1, first).subscribe();
    Disposable leaving = step(2, Completable.complete()).subscribe();
    TestObserver<Void> third = step(3, Completable.complete()).test();
    leaving.dispose();
    clock.triggerActions();
    assertThat(begun).containsExactly(1);
    first.onComplete();
    clock.triggerActions();
    third.assertComplete();
    assertThat(begun).containsExactly(1, 3);
  }

  @Test
  void manyMayWait() {
    CompletableSubject first = CompletableSubject.create();
    step(0, first).subscribe();
    List<TestObserver<Void>> others =
        IntStream.range(1, 20_000).mapToObj(i -> step(i, Completable.complete()).test()).toList();
    first.onComplete();
    clock.triggerActions();
    others.forEach(TestObserver::assertComplete);
    assertThat(begun).isSorted().hasSize(20_000);
  }
}
