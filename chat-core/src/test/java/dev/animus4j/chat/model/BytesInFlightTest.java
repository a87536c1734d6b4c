package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.image.ImageStore;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many show pictures at once, so much memory is enough. */
@ExtendWith(TestVertx.class)
class BytesInFlightTest {
  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final BytesInFlight room = new BytesInFlight(100);

  private Flowable<String> request(String name, long bytes, Flowable<String> answer) {
    return room.with(
        bytes,
        place -> {
          begun.add(name);
          return answer;
        });
  }

  @Test
  void whoFindsNoRoomWaitsAndAllComeInTheirOrder() {
    PublishProcessor<String> first = PublishProcessor.create();
    PublishProcessor<String> second = PublishProcessor.create();
    request("a", 60, first).test();
    request("b", 40, second).test();
    request("c", 70, Flowable.never()).test();
    request("d", 10, Flowable.never()).test();
    assertThat(begun).containsExactly("a", "b");
    second.onComplete();
    assertThat(begun).containsExactly("a", "b");
    first.onError(new IllegalStateException());
    assertThat(begun).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whoLeavesMakesRoomAlsoBeforeItHadAny() {
    TestSubscriber<String> first = request("a", 100, Flowable.never()).test();
    TestSubscriber<String> second = request("b", 100, Flowable.never()).test();
    request("c", 100, Flowable.never()).test();
    second.cancel();
    assertThat(begun).containsExactly("a");
    first.cancel();
    assertThat(begun).containsExactly("a", "c");
  }

  @Test
  void whatIsNotNeededIsForOthers() {
    PublishProcessor<String> answer = PublishProcessor.create();
    room.with(
            100,
            place -> {
              place.needs(30);
              return answer;
            })
        .test();
    request("b", 70, Flowable.never()).test();
    request("c", 30, Flowable.never()).test();
    assertThat(begun).containsExactly("b");
    answer.onComplete();
    assertThat(begun).containsExactly("b", "c");
  }

  @Test
  void whoNeedsMoreThanThereIsHasItAllForItself() {
    request("a", 1_000, Flowable.never()).test();
    request("b", 1, Flowable.never()).test();
    assertThat(begun).containsExactly("a");
    assertThatThrownBy(() -> new BytesInFlight(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongQueueThatEndsAtOnceDoesNotRunOutOfStack() {
    TestSubscriber<String> first = request("a", 100, Flowable.never()).test();
    List<TestSubscriber<String>> others =
        IntStream.range(0, 20_000)
            .mapToObj(i -> request("b", 100, i % 2 == 0 ? Flowable.empty() : failed()).test())
            .toList();
    first.cancel();
    assertThat(begun).hasSize(20_001);
    assertThat(others).allMatch(TestSubscriber::hasSubscription);
  }

  private static Flowable<String> failed() {
    return Flowable.error(new IllegalStateException());
  }

  @Test
  void manyThreadsNeverHaveMoreThanThereMayBe() {
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Flowable.range(0, 2_000)
        .flatMap(
            i -> {
              long bytes = 1 + i % 60;
              if (i % 7 == 0) {
                return room.with(bytes, place -> Flowable.<Long>never())
                    .subscribeOn(Schedulers.io())
                    .takeUntil(Flowable.timer(i % 5, TimeUnit.MILLISECONDS));
              }
              return room.with(
                      bytes,
                      place ->
                          Flowable.fromCallable(
                                  () -> most.accumulateAndGet(now.addAndGet(bytes), Math::max))
                              .doOnTerminate(() -> now.addAndGet(-bytes)))
                  .subscribeOn(Schedulers.io());
            },
            32)
        .ignoreElements()
        .test()
        .awaitDone(60, TimeUnit.SECONDS)
        .assertComplete();
    assertThat(most.get()).isBetween(1L, 100L);
    assertThat(request("last", 100, Flowable.just("there")).blockingLast()).isEqualTo("there");
  }

  @Test
  void whoWaitedGoesOnWhereItCameFrom(Vertx vertx) throws Exception {
    PublishProcessor<String> first = PublishProcessor.create();
    request("a", 100, first).test();
    CompletableFuture<Context> mine = new CompletableFuture<>();
    CompletableFuture<Context> where = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(
            v -> {
              mine.complete(Vertx.currentContext());
              room.with(
                      100,
                      place -> {
                        where.complete(Vertx.currentContext());
                        return Flowable.never();
                      })
                  .subscribe();
              vertx.runOnContext(next -> begun.add("waits"));
            });
    Context home = mine.get(30, TimeUnit.SECONDS);
    CompletableFuture<Void> entered = new CompletableFuture<>();
    home.runOnContext(v -> entered.complete(null));
    entered.get(30, TimeUnit.SECONDS);
    first.onComplete();
    assertThat(where.get(30, TimeUnit.SECONDS)).isSameAs(home);
  }

  @Test
  void requestsOfOneModelShareIt() {
    byte[] png =
        Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}, 600);
    List<PublishProcessor<ChatPart>> answers = new ArrayList<>();
    StreamingChatModel model =
        request -> {
          answers.add(PublishProcessor.create());
          return answers.get(answers.size() - 1);
        };
    ChatModel seeing = model.seeing(ImageStore.inMemory(1_000), 1_000);
    ChatRequest look =
        ChatRequest.of(Message.user("Look!").showing(Attachment.of("image/png", png)));
    TestSubscriber<ChatPart> first = seeing.stream(look).test();
    TestSubscriber<ChatPart> second = seeing.stream(look).test();
    seeing.stream(ChatRequest.of("no picture")).test();
    assertThat(answers).hasSize(2);
    answers.get(0).onNext(ChatReply.of("seen"));
    answers.get(0).onComplete();
    first.assertComplete();
    assertThat(answers).hasSize(3);
    second.cancel();
    seeing.stream(look).test();
    assertThat(answers).hasSize(4);
  }
}
