package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.Trace;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.DefaultSubscriber;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Events for a subscriber that takes its time. */
class MergingBufferTest {
  private final Speaker anna = new Speaker("anna");
  private final Speaker ben = new Speaker("ben");
  private final List<MergingBuffer> buffers = new ArrayList<>();
  private final Disposable source = new CompositeDisposable();
  private final Flowable<ChatEvent> stream =
      MergingBuffer.of(
          buffer -> {
            buffers.add(buffer);
            return source;
          });

  private void tell(ChatEvent event) {
    buffers.forEach(buffer -> buffer.tell(event));
  }

  private void tellDeltas(int count) {
    IntStream.range(0, count).forEach(i -> tell(anna.delta()));
  }

  @Test
  void whoIsFastGetsTheVerySameEvents() {
    TestSubscriber<ChatEvent> fast = stream.test();
    tellDeltas(3);
    tell(anna.step());
    assertThat(fast.values()).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(anna.said);
  }

  @Test
  void deltasThatWaitAreMergedAndStampedLikeTheLast() {
    TestSubscriber<ChatEvent> slow = stream.test(1);
    tellDeltas(4);
    tell(anna.step());
    tellDeltas(2);
    slow.assertValueCount(1).request(2);
    slow.assertValueCount(3).request(9);
    assertThat(Trace.of(slow.values()))
        .containsExactly("tokens '1 '", "tokens '2 3 4 '", "follow-up in 4", "tokens '6 7 '");
    assertThat(slow.values()).extracting(ChatEvent::sequence).containsExactly(1L, 4L, 5L, 7L);
  }

  @Test
  void otherConversationsDoNotKeepDeltasApart() {
    TestSubscriber<ChatEvent> slow = stream.test(0);
    for (int i = 0; i < 3; i++) {
      tell(anna.delta());
      tell(ben.delta());
    }
    tell(ben.step());
    slow.request(Long.MAX_VALUE);
    assertThat(Trace.of(slow.values()))
        .containsExactly("tokens '1 2 3 '", "tokens '1 2 3 '", "follow-up in 3");
  }

  @Test
  void otherExchangesAndLostEventsKeepDeltasApart() {
    TestSubscriber<ChatEvent> slow = stream.test(0);
    tell(anna.delta());
    anna.delta();
    tell(anna.delta());
    Stamp next = new Stamp("anna", "another", 4, anna.said.get(0).stamp().timestamp());
    tell(new MessageEvent.MessageTokens(next, "mine"));
    slow.request(9);
    assertThat(Trace.of(slow.values()))
        .containsExactly("tokens '1 '", "tokens '3 '", "tokens 'mine'");
  }

  @Test
  void whoFallsTooFarBehindIsToldSoAndLetGo() {
    TestSubscriber<ChatEvent> slow = stream.test(1);
    String words = "x".repeat(1 << 20);
    Stamp stamp = anna.delta().stamp();
    ChatEvent heavy = new MessageQueued(stamp, words, 1);
    IntStream.range(0, 8).forEach(i -> tell(heavy));
    slow.assertNotComplete().assertNoErrors();
    tell(heavy);
    slow.assertValueCount(1).assertError(AnimusException.Unavailable.class);
    slow.assertError(failure -> failure.getMessage().contains("go on with since()"));
    assertThat(source.isDisposed()).isTrue();
    tell(heavy);
    slow.assertValueCount(1);
  }

  @Test
  void oneEventMayBeAsLargeAsItLikes() {
    TestSubscriber<ChatEvent> fast = stream.test();
    Stamp stamp = anna.delta().stamp();
    String huge = "x".repeat(9 << 20);
    tell(new MessageQueued(stamp, huge, 1));
    fast.assertValueCount(1).assertNoErrors();
  }

  @Test
  void whoLeavesIsNotToldAnythingMoreAndTheSourceIsLetGo() {
    TestSubscriber<ChatEvent> left = stream.test(2);
    tellDeltas(1);
    left.cancel();
    tellDeltas(3);
    assertThat(source.isDisposed()).isTrue();
    left.request(5);
    left.assertValueCount(1).assertNoErrors().assertNotComplete();
  }

  @Test
  void whoLeavesAtOnceIsNeverListenedFor() {
    stream.test(0, true);
    stream.take(0).test().assertComplete();
    assertThat(buffers).isEmpty();
  }

  @Test
  void whoLeavesWhileBeingToldGetsNothingMore() {
    TestSubscriber<ChatEvent> two = stream.take(2).test(0);
    IntStream.range(0, 3).forEach(i -> tell(anna.step()));
    two.request(9);
    two.assertValueCount(2).assertComplete();
    assertThat(source.isDisposed()).isTrue();
  }

  @Test
  void askingForNothingIsAMistakeThatEndsTheStream() {
    TestSubscriber<ChatEvent> mistaken = stream.test(1);
    mistaken.request(-1);
    mistaken.assertFailure(IllegalArgumentException.class);
    assertThat(source.isDisposed()).isTrue();
  }

  @Test
  void whoAsksForMoreThanThereCanBeHasNoBound() {
    TestSubscriber<ChatEvent> greedy = stream.test(Long.MAX_VALUE - 1);
    tellDeltas(1);
    greedy.request(Long.MAX_VALUE);
    greedy.request(Long.MAX_VALUE);
    tellDeltas(3);
    greedy.assertValueCount(4);
  }

  @Test
  void aFailureToListenIsTold() {
    RuntimeException closed = new IllegalStateException("closed");
    Flowable<ChatEvent> broken =
        MergingBuffer.of(
            buffer -> {
              throw closed;
            });
    broken.test(0).assertFailure(IllegalStateException.class);
  }

  @Test
  void askingForOneAtATimeWhileBeingToldNeitherNestsNorMissesAnything() {
    OneAtATime patient = new OneAtATime();
    stream.subscribe(patient);
    buffers.get(0).drain();
    for (int i = 0; i < 20_000; i++) {
      buffers.get(0).add(anna.step());
    }
    assertThat(patient.got).isEmpty();
    buffers.get(0).drain();
    assertThat(patient.got).isEqualTo(anna.said);
  }

  @Test
  void aSubscriberOfAnotherLibraryIsServed() {
    List<Object> got = new ArrayList<>();
    stream.subscribe(
        new Subscriber<>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(2);
          }

          @Override
          public void onNext(ChatEvent event) {
            got.add(event);
          }

          @Override
          public void onError(Throwable failure) {
            got.add(failure);
          }

          @Override
          public void onComplete() {
            got.add("complete");
          }
        });
    tellDeltas(5);
    assertThat(got).isEqualTo(anna.said.subList(0, 2));
  }

  @Test
  void aSubscriberOnAThreadOfItsOwnGetsEverythingInOrder() {
    TestSubscriber<ChatEvent> other =
        stream.observeOn(Schedulers.io(), false, 1).takeUntil(e -> e.sequence() == 40_000).test();
    for (int i = 1; i <= 40_000; i++) {
      tell(i % 100 == 0 ? anna.step() : anna.delta());
    }
    assertThat(other.awaitDone(30, TimeUnit.SECONDS).values()).isNotEmpty();
    other.assertComplete();
    assertThat(Speaker.content(other.values())).isEqualTo(Speaker.content(anna.said));
  }

  private static final class OneAtATime extends DefaultSubscriber<ChatEvent> {
    private final List<ChatEvent> got = new ArrayList<>();

    @Override
    protected void onStart() {
      request(1);
    }

    @Override
    public void onNext(ChatEvent event) {
      got.add(event);
      request(1);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {}
  }
}
