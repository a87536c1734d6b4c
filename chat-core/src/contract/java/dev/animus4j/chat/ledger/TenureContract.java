package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.refused;
import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.message;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who writes to a conversation. */
interface TenureContract extends LedgerUnderTest {

  @Test
  default void anEarlierTenureIsRefused() {
    Tenure old = claim("c");
    write(old, message("c", 1, "old"));
    Tenure current = claim("c");
    assertThat(current.head().sequence()).isEqualTo(1);
    refused(TakenOver.class, old, message("c", 2, "never"));
    write(current, message("c", 2, "current"));
    refused(TakenOver.class, old, message("c", 3, "never"));
    assertThat(texts("c")).containsExactly("old", "current");
    assertThat(numbers(events("c"))).containsExactly(1L, 2L);
  }

  @Test
  default void anEarlierTenureIsRefusedBeforeItsStepIsJudged() {
    Tenure old = claim("c");
    claim("c");
    refused(TakenOver.class, old, message("c", 99, "never"));
  }

  @Test
  default void aTenureIsOfOneConversation() {
    Tenure one = claim("1");
    Tenure other = claim("2");
    write(one, message("1", 1, "to one"));
    write(other, message("2", 1, "to the other"));
    assertThat(texts("1")).containsExactly("to one");
    assertThat(texts("2")).containsExactly("to the other");
  }

  @Test
  default void aTenureEndsWhenItsConversationIsForgotten() {
    Tenure old = claim("c");
    write(old, message("c", 1, "old"));
    assertThat(ledger().forget("c").blockingGet()).isTrue();
    refused(TakenOver.class, old, message("c", 2, "never"));
    assertThat(texts("c")).isEmpty();
    Tenure current = claim("c");
    refused(TakenOver.class, old, message("c", 1, "never"));
    write(current, message("c", 1, "new"));
    assertThat(texts("c")).containsExactly("new");
  }

  @Test
  default void aTenureEndsWhenTheLedgerIsOpenedAgain() {
    Tenure old = claim("c");
    reopen();
    Tenure current = claim("c");
    assertThat(current.head().epoch()).isGreaterThan(old.head().epoch());
  }

  @Test
  default void epochsGrow() {
    List<Long> epochs = new ArrayList<>();
    epochs.add(claim("c").head().epoch());
    epochs.add(claim("c").head().epoch());
    ledger().forget("c").blockingGet();
    epochs.add(claim("c").head().epoch());
    reopen();
    epochs.add(claim("c").head().epoch());
    ledger().forget("c").blockingGet();
    reopen();
    epochs.add(claim("c").head().epoch());
    assertThat(epochs).doesNotHaveDuplicates().isSorted();
  }

  @Test
  default void everyStepOfRivalWritersIsThereOnce() {
    List<String> acknowledged =
        Flowable.range(0, 8)
            .flatMapSingle(
                writer ->
                    Single.fromCallable(() -> contend("writer " + writer))
                        .subscribeOn(Schedulers.newThread()))
            .flatMapIterable(texts -> texts)
            .toList()
            .blockingGet();
    assertThat(texts("c")).containsExactlyInAnyOrderElementsOf(acknowledged);
    assertThat(numbers(events("c")))
        .isEqualTo(LongStream.rangeClosed(1, acknowledged.size()).boxed().toList());
  }

  /** Claims the conversation again and again, and returns the texts that it could write. */
  private List<String> contend(String writer) {
    List<String> acknowledged = new ArrayList<>();
    for (int attempt = 0; attempt < 20; attempt++) {
      Tenure tenure = claim("c");
      long sequence = tenure.head().sequence();
      boolean isOwner = true;
      for (int step = 1; step <= 3 && isOwner; step++) {
        String text = writer + ", attempt " + attempt + ", step " + step;
        isOwner = isStored(tenure, message("c", sequence + step, text)).blockingGet();
        acknowledged.addAll(isOwner ? List.of(text) : List.of());
      }
    }
    return acknowledged;
  }

  private static Single<Boolean> isStored(Tenure tenure, Step step) {
    return tenure
        .write(step)
        .toSingleDefault(true)
        .onErrorResumeNext(
            failure -> failure instanceof TakenOver ? Single.just(false) : Single.error(failure));
  }

  @Test
  default void manyConversationsAreWrittenToAtOnce() {
    Flowable.range(0, 32)
        .flatMapCompletable(
            it ->
                ledger()
                    .claim("c" + it)
                    .flatMapCompletable(tenure -> twenty(tenure, "c" + it))
                    .subscribeOn(Schedulers.io()))
        .blockingAwait();
    for (int i = 0; i < 32; i++) {
      assertThat(texts("c" + i))
          .isEqualTo(LongStream.rangeClosed(1, 20).mapToObj(Long::toString).toList());
    }
  }

  private static Completable twenty(Tenure tenure, String conversationId) {
    return Flowable.rangeLong(1, 20)
        .concatMapCompletable(n -> tenure.write(message(conversationId, n, Long.toString(n))));
  }

  @Test
  default void aConversationIsForgottenWhileStepsAreInFlight() {
    Tenure tenure = claim("c");
    List<Boolean> stored =
        Flowable.rangeLong(1, 100)
            .concatMapEagerDelayError(
                n ->
                    n == 50
                        ? ledger().forget("c").ignoreElement().<Boolean>toFlowable()
                        : isStored(tenure, message("c", n < 50 ? n : n - 1, "text")).toFlowable(),
                true,
                100,
                1)
            .toList()
            .blockingGet();
    assertThat(stored).hasSize(99);
    assertThat(stored.subList(0, 49)).containsOnly(true);
    assertThat(stored.subList(49, 99)).containsOnly(false);
    assertThat(texts("c")).isEmpty();
    assertThat(claim("c").head().sequence()).isZero();
    assertThat(events("c")).isEmpty();
  }

  @Test
  default void anotherConversationIsNotForgotten() {
    write(claim("1"), message("1", 1, "one"));
    write(claim("2"), step("2").running("x", "m").event("x", 1, "").entry(1, "two").build());
    ledger().forget("1").blockingGet();
    assertThat(texts("1")).isEmpty();
    assertThat(texts("2")).containsExactly("two");
    assertThat(ledger().exchangeOf("2", "m").blockingGet()).isEqualTo("x");
  }
}
