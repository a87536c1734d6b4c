package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.EventTrace;
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
class ConflatingBufferTest {
  private final EventSequence anna = new EventSequence("anna");
  private final EventSequence ben = new EventSequence("ben");
  private final List<ConflatingBuffer> buffers = new ArrayList<>();
  private final Disposable source = new CompositeDisposable();
  private final Flowable<ChatEvent> stream =
      ConflatingBuffer.create(
          buffer -> {
            buffers.add(buffer);
            return source;
          });

  private void tell(ChatEvent event) {
    buffers.forEach(buffer -> buffer.emit(event));
  }

  private void tellDeltas(int count) {
    IntStream.range(0, count).forEach(i -> tell(anna.delta()));
  }

  @Test
  void aFastSubscriberGetsTheSameInstances() {
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
    assertThat(EventTrace.of(slow.values()))
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
    assertThat(EventTrace.of(slow.values()))
        .containsExactly("tokens '1 2 3 '", "tokens '1 2 3 '", "follow-up in 3");
  }

  @Test
  void otherExchangesAndLostEventsKeepDeltasApart() {
    TestSubscriber<ChatEvent> slow = stream.test(0);
    tell(anna.delta());
    anna.delta();
    tell(anna.delta());
    EventStamp next = new EventStamp("anna", "another", 4, anna.said.get(0).stamp().timestamp());
    tell(new MessageEvent.MessageTokens(next, "mine"));
    slow.request(9);
    assertThat(EventTrace.of(slow.values()))
        .containsExactly("tokens '1 '", "tokens '3 '", "tokens 'mine'");
  }

  @Test
  void aSubscriberTooFarBehindFailsAndIsDropped() {
    TestSubscriber<ChatEvent> slow = stream.test(1);
    String words = "x".repeat(1 << 20);
    EventStamp eventStamp = anna.delta().stamp();
    ChatEvent heavy = new MessageQueued(eventStamp, words, 1);
    IntStream.range(0, 8).forEach(i -> tell(heavy));
    slow.assertNotComplete().assertNoErrors();
    tell(heavy);
    slow.assertValueCount(1).assertError(AnimusException.Unavailable.class);
    slow.assertError(failure -> failure.getMessage().contains("resume with streamSince()"));
    assertThat(source.isDisposed()).isTrue();
    tell(heavy);
    slow.assertValueCount(1);
  }

  @Test
  void oneEventMayBeAsLargeAsItLikes() {
    TestSubscriber<ChatEvent> fast = stream.test();
    EventStamp eventStamp = anna.delta().stamp();
    String huge = "x".repeat(9 << 20);
    tell(new MessageQueued(eventStamp, huge, 1));
    fast.assertValueCount(1).assertNoErrors();
  }

  @Test
  void cancellingStopsTheEventsAndDisposesTheSource() {
    TestSubscriber<ChatEvent> left = stream.test(2);
    tellDeltas(1);
    left.cancel();
    tellDeltas(3);
    assertThat(source.isDisposed()).isTrue();
    left.request(5);
    left.assertValueCount(1).assertNoErrors().assertNotComplete();
  }

  @Test
  void cancellingAtOnceNeverSubscribesToTheSource() {
    stream.test(0, true);
    stream.take(0).test().assertComplete();
    assertThat(buffers).isEmpty();
  }

  @Test
  void cancellingDuringDeliveryEndsIt() {
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
  void demandOverflowIsUnbounded() {
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
        ConflatingBuffer.create(
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
    assertThat(EventSequence.content(other.values())).isEqualTo(EventSequence.content(anna.said));
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
