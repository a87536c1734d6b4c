package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.ledger.InMemoryLedger;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.Tenure;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener goes on with what is not in memory any more. */
@VertxTest
class ArchivedEventsTest {
  private final String chat = UUID.randomUUID().toString();
  private final InMemoryLedger ledger = Ledger.inMemory();
  private final AtomicInteger reads = new AtomicInteger();
  private Tenure tenure;
  private ChatEvents events;
  private Vertx vertx;

  @BeforeEach
  void begin(Vertx vertx) {
    this.vertx = vertx;
    tenure = ledger.claim(chat).blockingGet();
    events = events(Single::just);
  }

  /** A process with nothing in memory; {@code page} is done with the rows that are read. */
  private ChatEvents events(Function<List<StoredEvent>, Single<List<StoredEvent>>> page) {
    return ChatEvents.of(
        vertx.eventBus(),
        new EventArchive() {
          @Override
          public Single<List<StoredEvent>> eventsAfter(String id, long sequence, int limit) {
            reads.incrementAndGet();
            return ledger.eventsAfter(id, sequence, limit).flatMap(page::apply);
          }

          @Override
          public Single<Long> lastSequence(String id) {
            return ledger.lastSequence(id);
          }
        },
        null);
  }

  private ChatEvent step(long sequence) {
    return new FollowUpScheduled(new EventStamp(chat, "x", sequence, Instant.EPOCH), sequence);
  }

  private MessageTokens delta(long from, long to) {
    return new MessageTokens(new EventStamp(chat, "x", to, Instant.EPOCH), words(from, to));
  }

  private static String words(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(i -> i + " ").collect(Collectors.joining());
  }

  private void store(StoredEvent... rows) {
    store(0, rows);
  }

  private void store(long reserved, StoredEvent... rows) {
    Step step = new Step(reserved, List.of(rows), List.of(), List.of(), List.of(), List.of());
    tenure.write(step).blockingAwait();
  }

  private void store(long from, long to) {
    LongStream.rangeClosed(from, to).forEach(i -> store(new StoredEvent(i, step(i))));
  }

  private void storeDeltas(long from, long to) {
    List<Integer> lengths =
        LongStream.rangeClosed(from, to).mapToObj(i -> words(i, i).length()).toList();
    store(new StoredEvent(from, delta(from, to), lengths));
  }

  private void publish(long from, long to) {
    LongStream.rangeClosed(from, to).mapToObj(this::step).forEach(events::publish);
  }

  private void storeAndPublish(long from, long to) {
    for (long i = from; i <= to; i++) {
      store(i, i);
      publish(i, i);
    }
  }

  private static void heard(TestSubscriber<ChatEvent> listener, long from, long to) {
    assertThat(listener.awaitCount((int) (to - from + 1)).values())
        .extracting(ChatEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(from, to).boxed().toList());
    listener.assertNotComplete().assertNoErrors();
  }

  @Test
  void whatAnEarlierProcessToldIsFollowedByWhatHappensNow() {
    store(1, 700);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 4).test();
    heard(listener, 5, 700);
    storeAndPublish(701, 710);
    heard(listener, 5, 710);
    listener.cancel();
    assertThat(reads).hasValue(3);
  }

  @Test
  void aWholePageIsFollowedByWhatHappensNow() {
    store(1, 256);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 0).test();
    storeAndPublish(257, 258);
    heard(listener, 1, 258);
    listener.cancel();
  }

  @Test
  void whatIsInMemoryIsNotReadFromTheArchive() {
    storeAndPublish(1, 1500);
    TestSubscriber<ChatEvent> late = events.streamSince(chat, 600).test();
    heard(late, 601, 1500);
    assertThat(reads).hasValue(0);
    TestSubscriber<ChatEvent> later = events.streamSince(chat, 100).test();
    heard(later, 101, 1500);
    assertThat(reads).hasValue(2);
    late.cancel();
    later.cancel();
  }

  @Test
  void theRestOfAMergedRowIsTold() {
    store(1, 2);
    storeDeltas(3, 40);
    store(41, 41);
    for (long last = 2; last < 40; last++) {
      TestSubscriber<ChatEvent> listener = events.streamSince(chat, last).test();
      listener.assertValues(delta(last + 1, 40), step(41)).cancel();
    }
  }

  @Test
  void memoryGoesOnInTheMiddleOfAMergedRow() {
    store(1, 1);
    storeDeltas(2, 40);
    LongStream.rangeClosed(20, 60).forEach(i -> events.publish(delta(i, i)));
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 9).test();
    listener.assertValues(delta(10, 40), delta(41, 60)).cancel();
  }

  @Test
  void theGapThatACrashLeftIsCovered() {
    store(1, 5);
    store(1029, new StoredEvent(6, delta(6, 6), List.of(2)));
    TestSubscriber<ChatEvent> before = events.streamSince(chat, 6).test();
    TestSubscriber<ChatEvent> told = events.streamSince(chat, 900).test();
    assertThat(events.lastSequence(chat).blockingGet()).isEqualTo(1029);
    TestSubscriber<ChatEvent> latest = events.streamSince(chat, 1029).test();
    store(new StoredEvent(7, step(1030)));
    publish(1030, 1030);
    storeAndPublish(1031, 1031);
    for (TestSubscriber<ChatEvent> listener : List.of(before, told, latest)) {
      heard(listener, 1030, 1031);
      listener.cancel();
    }
    events.streamSince(chat, 4).test().assertValueCount(4).cancel();
  }

  @Test
  void whatWasStoredButNotPublishedIsToldInItsPlace() {
    storeAndPublish(1, 3);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 0).test();
    TestSubscriber<ChatEvent> slow = events.streamSince(chat, 1).test(1);
    store(4, 5);
    storeAndPublish(6, 7);
    heard(listener, 1, 7);
    slow.request(100);
    heard(slow, 2, 7);
    listener.cancel();
    slow.cancel();
  }

  @Test
  void whatIsPublishedLateIsToldOnce() {
    store(1, 4);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 2).test();
    heard(listener, 3, 4);
    publish(3, 4);
    storeAndPublish(5, 6);
    heard(listener, 3, 6);
    listener.cancel();
  }

  @Test
  void aSlowSubscriberHasOnePageReadAtATime() {
    store(1, 1000);
    TestSubscriber<ChatEvent> slow = events.streamSince(chat, 0).test(0);
    assertThat(reads).hasValue(0);
    slow.request(1);
    slow.assertValueCount(1);
    assertThat(reads).hasValue(1);
    slow.request(255);
    slow.assertValueCount(256);
    assertThat(reads).hasValue(1);
    slow.request(1);
    slow.assertValueCount(257);
    assertThat(reads).hasValue(2);
    storeAndPublish(1001, 1100);
    slow.request(Long.MAX_VALUE);
    heard(slow, 1, 1100);
    slow.cancel();
  }

  @Test
  void nothingFallsBetweenTheArchiveAndTheBusWheneverOneResumes() {
    events = events(rows -> Single.just(rows).observeOn(Schedulers.io()));
    store(1, 300);
    CompletableFuture<Void> publisher =
        CompletableFuture.runAsync(() -> storeAndPublish(301, 1600));
    List<TestSubscriber<ChatEvent>> listeners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Flowable<ChatEvent> stream = events.streamSince(chat, 7L * i);
      listeners.add(
          (i % 2 == 0 ? stream : stream.rebatchRequests(3))
              .takeUntil(event -> event.sequence() == 1600)
              .test());
    }
    publisher.join();
    for (int i = 0; i < 40; i++) {
      assertThat(listeners.get(i).awaitDone(30, TimeUnit.SECONDS).assertComplete().values())
          .extracting(ChatEvent::sequence)
          .containsExactlyElementsOf(LongStream.rangeClosed(7L * i + 1, 1600).boxed().toList());
    }
  }

  @Test
  void oneThatListensWhileTwoAreStoredAtOnceHearsEachOnce() {
    store(1, 2);
    TestSubscriber<ChatEvent> first = events.streamSince(chat, 0).test();
    store(new StoredEvent(3, step(3)), new StoredEvent(4, step(4)));
    TestSubscriber<ChatEvent> second = events.streamSince(chat, 1).test();
    heard(second, 2, 4);
    publish(3, 4);
    storeAndPublish(5, 5);
    heard(first, 1, 5);
    heard(second, 2, 5);
    first.cancel();
    second.cancel();
  }

  @Test
  void oneThatWasAwayTooLongIsToldSo() {
    store(new StoredEvent(1, step(20)));
    ChatEvents expired =
        events(rows -> Single.just(rows.stream().filter(row -> row.first() > 20).toList()));
    store(21, 30);
    expired.streamSince(chat, 4).test().assertFailure(AnimusException.InvalidRequest.class);
    TestSubscriber<ChatEvent> listener = expired.streamSince(chat, 20).test();
    heard(listener, 21, 30);
    listener.cancel();
  }

  @Test
  void aGapThatTheArchiveDoesNotCoverIsAFailure() {
    storeAndPublish(1, 3);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 1).test();
    publish(6, 6);
    listener
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(AnimusException.InvalidRequest.class)
        .assertValueCount(2);
  }

  @Test
  void oneThatHeardWhatHasNotHappenedIsToldSo() {
    store(1, 3);
    events.streamSince(chat, 4).test().assertFailure(AnimusException.InvalidRequest.class);
    events.streamSince(chat, 3).test().assertEmpty().cancel();
    events.streamSince("new", 0).test().assertEmpty().cancel();
  }

  @Test
  void anArchiveThatFailsIsATypedFailure() {
    IllegalStateException broken = new IllegalStateException("broken");
    store(1, 300);
    events(rows -> Single.error(broken))
        .streamSince(chat, 0)
        .test()
        .assertFailure(AnimusException.Unavailable.class);
    events(
            rows -> {
              throw broken;
            })
        .recentEvents(chat)
        .test()
        .assertFailure(AnimusException.Unavailable.class);
    events(rows -> rows.get(0).first() > 1 ? Single.error(broken) : Single.just(rows))
        .streamSince(chat, 0)
        .test()
        .assertValueCount(256)
        .assertError(AnimusException.Unavailable.class);
  }

  @Test
  void aForgottenConversationEndsItsListeners() {
    store(1, 5);
    TestSubscriber<ChatEvent> listener = events.streamSince(chat, 0).test();
    TestSubscriber<ChatEvent> other = events.streamSince("other", 0).test();
    heard(listener, 1, 5);
    assertThat(ledger.forget(chat).blockingGet()).isTrue();
    events.forget(chat);
    listener
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(AnimusException.InvalidRequest.class)
        .assertValueCount(5);
    other.assertEmpty().cancel();
    assertThat(events.lastSequence(chat).blockingGet()).isZero();
    assertThat(events.recentEvents(chat).blockingGet()).isEmpty();
    tenure = ledger.claim(chat).blockingGet();
    storeAndPublish(1, 2);
    TestSubscriber<ChatEvent> anew = events.streamSince(chat, 0).test();
    heard(anew, 1, 2);
    anew.cancel();
  }

  @Test
  void memoryIsForgottenWithoutAnArchiveToo() {
    events = ChatEvents.of(vertx.eventBus());
    publish(1, 5);
    events.forget(chat);
    assertThat(events.lastSequence(chat).blockingGet()).isEqualTo(5);
    assertThat(events.recentEvents(chat).blockingGet()).isEmpty();
    TestSubscriber<ChatEvent> anew = events.streamSince(chat, 5).test();
    publish(6, 7);
    heard(anew, 6, 7);
    anew.cancel();
    events.streamSince(chat, 4).test().assertError(AnimusException.InvalidRequest.class);
  }

  @Test
  void whoHeardAllOfAForgottenConversationHearsWhatFollows() {
    storeAndPublish(1, 5);
    assertThat(ledger.forget(chat).blockingGet()).isTrue();
    events.forget(chat);
    TestSubscriber<ChatEvent> anew = events.streamSince(chat, 5).test();
    publish(6, 7);
    heard(anew, 6, 7);
    anew.cancel();
  }

  @Test
  void whatHappenedLatelyIsReadFromMemoryOrElseFromTheArchive() {
    store(1, 3000);
    assertThat(events.lastSequence(chat).blockingGet()).isEqualTo(3000);
    assertThat(events.recentEvents(chat).blockingGet())
        .extracting(ChatEvent::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(953, 3000).boxed().toList());
    int before = reads.get();
    storeAndPublish(3001, 3002);
    assertThat(events.recentEvents(chat).blockingGet()).containsExactly(step(3001), step(3002));
    assertThat(events.lastSequence(chat).blockingGet()).isEqualTo(3002);
    assertThat(events.lastSequenceInMemory(chat)).isEqualTo(3002);
    assertThat(reads).hasValue(before);
  }

  @Test
  void aListenerOnAnEventLoopIsToldOnIt() {
    events = events(rows -> Single.just(rows).observeOn(Schedulers.io()));
    store(1, 600);
    CompletableFuture<Thread> loop = new CompletableFuture<>();
    List<CompletableFuture<Thread>> threads =
        IntStream.range(0, 602).mapToObj(i -> new CompletableFuture<Thread>()).toList();
    vertx.runOnContext(
        start -> {
          loop.complete(Thread.currentThread());
          var unused =
              events
                  .streamSince(chat, 0)
                  .take(602)
                  .subscribe(
                      event ->
                          threads.get((int) event.sequence() - 1).complete(Thread.currentThread()));
        });
    threads.get(599).orTimeout(30, TimeUnit.SECONDS).join();
    storeAndPublish(601, 602);
    assertThat(threads)
        .allMatch(it -> it.orTimeout(30, TimeUnit.SECONDS).join().equals(loop.join()));
  }

  @Test
  void whoReadTheArchiveAheadOfTheBusGoesOnAfterThat() {
    storeAndPublish(1, 2);
    store(3, 4);
    TestSubscriber<ChatEvent> ahead = events.streamSince(chat, 4).test();
    publish(3, 4);
    storeAndPublish(5, 6);
    heard(ahead, 5, 6);
    ahead.cancel();
  }

  @Test
  void theBusMayCatchUpWhileTheArchiveIsRead() {
    AtomicInteger late = new AtomicInteger(3);
    events =
        events(
            rows -> {
              publish(late.get(), 4);
              late.set(5);
              return Single.just(rows);
            });
    storeAndPublish(1, 2);
    store(3, 4);
    TestSubscriber<ChatEvent> ahead = events.streamSince(chat, 4).test();
    storeAndPublish(5, 6);
    heard(ahead, 5, 6);
    ahead.cancel();
  }

  @Test
  void whoIsAheadOfTheArchiveTooFails() {
    storeAndPublish(1, 2);
    events.streamSince(chat, 3).test().assertError(AnimusException.InvalidRequest.class);
  }
}
