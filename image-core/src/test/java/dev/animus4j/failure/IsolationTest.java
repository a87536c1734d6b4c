package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscriber;

class IsolationTest {
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
    Flowable.<Integer>fromCallable(() -> Isolation.call(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void aStreamFailsWithWhatIsThrownWhenItIsMade(Throwable any) {
    Isolation.<Integer>flowable(() -> thrown(any))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    Isolation.<Integer>single(() -> thrown(any))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    Isolation.completable(() -> thrown(any)).test().assertError(f -> isFailureOf(f, any));
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
    Isolation.flowable(() -> broken).test().assertError(failure -> isFailureOf(failure, any));
    Isolation.single(() -> Single.defer(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
    Isolation.completable(() -> Completable.defer(() -> thrown(any)))
        .test()
        .assertError(failure -> isFailureOf(failure, any));
  }

  @ParameterizedTest
  @MethodSource("everythingThatCanBeThrown")
  void whatCameBeforeAThrowIsDelivered(Throwable any) {
    Isolation.flowable(() -> Flowable.range(1, 3).map(n -> n < 3 ? n : thrown(any)))
        .test()
        .assertValues(1, 2)
        .assertError(failure -> isFailureOf(failure, any));
  }

  @Test
  void nothingIsNoStream() {
    Isolation.flowable(IsolationTest::nothing).test().assertError(NullPointerException.class);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void aWellBehavedStreamIsPassedOnAtThePaceOfItsSubscriber() {
    Isolation.flowable(() -> Flowable.range(1, 5))
        .test(2)
        .assertValues(1, 2)
        .requestMore(10)
        .assertResult(1, 2, 3, 4, 5);
  }

  @Test
  void whatIsThrownIsNotLost() {
    Error error = new NoClassDefFoundError("x");
    assertThatThrownBy(() -> Isolation.run(() -> thrown(error)))
        .isInstanceOf(RuntimeException.class)
        .hasCause(error);
  }

  private static boolean isFailureOf(Throwable failure, Throwable thrown) {
    return failure == thrown || failure.getCause() == thrown;
  }
}
