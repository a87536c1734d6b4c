package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ConcatMapErrorsInOrderTest {
  private static final IOException BROKEN = new IOException("broken");

  @Property
  void aFailureOfTheSourceComesAfterAllThatIsMadeOfWhatCameBefore(
      @ForAll @IntRange(max = 70) int items,
      @ForAll @IntRange(max = 3) int each,
      @ForAll @IntRange(min = 1, max = 9) int asked) {
    UnicastProcessor<Integer> source = UnicastProcessor.create();
    TestSubscriber<Integer> seen =
        ConcatMapErrorsInOrder.concatMap(source, item -> Flowable.just(item).repeat(each)).test(0);
    List<Integer> expected = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      source.onNext(item);
      for (int time = 0; time < each; time++) {
        expected.add(item);
      }
    }
    source.onError(BROKEN);
    for (int more = 0; more <= expected.size(); more++) {
      seen.request(asked);
    }
    assertThat(seen.values()).isEqualTo(expected);
    seen.assertError(BROKEN);
  }

  @Test
  void aFailureOfAPartIsToldAtOnceAndTheSourceIsLeft() {
    PublishProcessor<Integer> source = PublishProcessor.create();
    TestSubscriber<Integer> seen =
        ConcatMapErrorsInOrder.concatMap(
                source.onBackpressureBuffer(),
                item -> item == 2 ? Flowable.<Integer>error(BROKEN) : Flowable.just(item))
            .test();
    source.onNext(1);
    source.onNext(2);
    source.onNext(3);
    seen.assertFailure(IOException.class, 1);
    assertThat(source.hasSubscribers()).isFalse();
  }

  @Test
  void anExceptionOfTheMapperIsEmittedInOrder() {
    TestSubscriber<Integer> seen =
        ConcatMapErrorsInOrder.concatMap(
                Flowable.range(1, 9),
                item -> {
                  if (item == 3) {
                    throw BROKEN;
                  }
                  return Flowable.just(item);
                })
            .test(0);
    seen.assertNoErrors().request(1);
    seen.assertValues(1).assertNoErrors().request(1);
    seen.assertFailure(IOException.class, 1, 2);
  }

  @Test
  void theSourceIsReadAtMostOneItemAhead() {
    List<Integer> read = new ArrayList<>();
    Flowable<Integer> source = Flowable.range(1, 9).doOnNext(read::add);
    TestSubscriber<Integer> seen = ConcatMapErrorsInOrder.concatMap(source, Flowable::just).test(0);
    assertThat(read).containsExactly(1, 2);
    seen.request(1);
    assertThat(read).containsExactly(1, 2, 3);
    seen.cancel();
  }
}
