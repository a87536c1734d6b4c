package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.ThrowingSubscriber.Callback;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class FaultIsolationTest {
  /** RxJava reports what is thrown on subscription, and what nobody can be told any more. */
  @BeforeEach
  void expectReports() {
    RxJavaPlugins.setErrorHandler(reported -> {});
  }

  @AfterEach
  void expectNoMore() {
    RxJavaPlugins.setErrorHandler(null);
  }

  static Stream<Throwable> everythingThatCanBeThrown() {
    return Stream.of(
        new IllegalStateException("runtime"),
        new IOException("checked"),
        new AssertionError("assertion"),
        new NoClassDefFoundError("com/example/Optional"),
        new StackOverflowError("deep"),
        new OutOfMemoryError("full"),
        new NullPointerException("null"));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T thrown(Throwable any) throws E {
    throw (E) any;
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aCallFailsWithWhatItsCodeThrows(Throwable any) {
    Flowable.<Integer>fromCallable(() -> FaultIsolation.call(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aStreamFailsWithWhatIsThrownWhenItIsMade(Throwable any) {
    FaultIsolation.<Integer>flowable(() -> thrown(any))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    FaultIsolation.<Integer>single(() -> thrown(any))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    FaultIsolation.completable(() -> thrown(any)).test().assertError(f -> isFailureOf(f, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aStreamFailsWithWhatIsThrownWhenItIsSubscribedTo(Throwable any) {
    Flowable<Integer> broken =
        new Flowable<>() {
          @Override
          protected void subscribeActual(Subscriber<? super Integer> subscriber) {
            thrown(any);
          }
        };
    FaultIsolation.flowable(() -> broken).test().assertError(failure -> isFailureOf(failure, any));
    FaultIsolation.single(() -> Single.defer(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    FaultIsolation.completable(() -> Completable.defer(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void itemsBeforeAnExceptionAreDelivered(Throwable any) {
    FaultIsolation.flowable(() -> Flowable.range(1, 3).map(n -> n < 3 ? n : thrown(any)))
        .test()
        .assertValues(1, 2)
        .assertError(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aListenerThatThrowsIsToldAndEndsItsOwnSubscriptionOnly(Throwable any) {
    PublishProcessor<Integer> source = PublishProcessor.create();
    Flowable<Integer> isolated = FaultIsolation.flowable(() -> source);
    List<Throwable> told = new ArrayList<>();
    TestSubscriber<Integer> before = isolated.test();
    var unused = isolated.subscribe(n -> thrown(any), told::add);
    TestSubscriber<Integer> after = isolated.test();

    source.onNext(1);
    source.onNext(2);
    source.onComplete();

    before.assertResult(1, 2);
    after.assertResult(1, 2);
    assertThat(told).hasSize(1).allMatch(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @EnumSource(AnyThrowable.class)
  void aThrowingSubscriberReleasesTheResource(AnyThrowable anyThrowable) {
    AtomicInteger held = new AtomicInteger();
    Flowable<Integer> holding =
        Flowable.using(
            held::incrementAndGet,
            n -> Flowable.just(1).concatWith(n > 1 ? Flowable.never() : Flowable.empty()),
            n -> held.decrementAndGet());
    Flowable<Integer> failing = holding.concatWith(Flowable.error(new IOException("end")));

    for (Callback callback : Callback.values()) {
      FaultIsolation.flowable(() -> holding)
          .subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
      FaultIsolation.flowable(() -> failing)
          .subscribe(new ThrowingSubscriber<>(anyThrowable, callback));
    }

    assertThat(held).hasValue(0);
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aRequestThatFailsBesideADeliveryIsToldAfterIt(Throwable any) {
    List<String> heard = new ArrayList<>();
    AtomicReference<Subscriber<? super Integer>> emitter = new AtomicReference<>();
    Flowable<Integer> source =
        Flowable.unsafeCreate(
            subscriber -> {
              emitter.set(subscriber);
              subscriber.onSubscribe(new FailingSubscription(any));
            });
    TestSubscriber<Integer> listener = new TestSubscriber<>(0);
    FaultIsolation.flowable(() -> source)
        .doOnNext(
            n -> {
              listener.request(1);
              heard.add("item");
            })
        .doOnError(failure -> heard.add("failure"))
        .subscribe(listener);

    emitter.get().onNext(1);

    assertThat(heard).containsExactly("item", "failure");
    listener.assertValues(1).assertError(failure -> isFailureOf(failure, any));
  }

  @Test
  void nothingIsNoStream() {
    FaultIsolation.flowable(FaultIsolationTest::nothing)
        .test()
        .assertError(NullPointerException.class);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void aWellBehavedStreamIsPassedOnAtThePaceOfItsSubscriber() {
    FaultIsolation.flowable(() -> Flowable.range(1, 5))
        .test(2)
        .assertValues(1, 2)
        .requestMore(10)
        .assertResult(1, 2, 3, 4, 5);
  }

  @Test
  void anErrorIsKeptAsTheCause() {
    Error error = new NoClassDefFoundError("x");
    assertThatThrownBy(() -> FaultIsolation.run(() -> thrown(error)))
        .isInstanceOf(RuntimeException.class)
        .hasCause(error);
  }

  private record FailingSubscription(Throwable any) implements Subscription {
    @Override
    public void request(long n) {
      thrown(any);
    }

    @Override
    public void cancel() {
      thrown(any);
    }
  }

  private static boolean isFailureOf(Throwable failure, Throwable thrown) {
    return failure == thrown || failure.getCause() == thrown;
  }
}
