package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.history.ProviderRules;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two who write into one conversation, faster than it is answered and its history is stored. */
@Tag("long")
@VertxTest
class ConcurrentWritersTest {
  private static final int EACH = 100;

  /** A store that takes a millisecond for everything, sometimes two. */
  private record SlowHistoryStore(HistoryStore kept, Scheduler clock, Random chance)
      implements HistoryStore {
    private Completable latency() {
      return Completable.timer(1 + chance.nextInt(2), TimeUnit.MILLISECONDS, clock);
    }

    @Override
    public Completable append(String conversation, HistoryEntry entry) {
      return latency().andThen(kept.append(conversation, entry));
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
      return latency().andThen(kept.recentEntries(conversation, limit));
    }

    @Override
    public Single<List<HistoryEntry>> edit(
        String conversation, UnaryOperator<List<HistoryEntry>> change) {
      return latency().andThen(kept.edit(conversation, change));
    }
  }

  static Stream<OverlapPolicy> overlaps() {
    return Stream.of(
        OverlapPolicy.INTERRUPT,
        OverlapPolicy.queue(2 * EACH),
        OverlapPolicy.merge(Duration.ofMillis(2)));
  }

  @ParameterizedTest
  @MethodSource("overlaps")
  void allThatTheyWroteIsKeptOnceInAnOrderThatAProviderTakes(OverlapPolicy overlap, Vertx vertx) {
    ChatFixture fixture = new ChatFixture(vertx);
    HistoryStore kept = fixture.history;
    fixture.history =
        new SlowHistoryStore(kept, fixture.clock, new Random(3))
            .withSummaries(request -> Single.just(ChatResponse.of("notes")));
    List<TestSubscriber<ChatEvent>> exchanges =
        written(fixture, OPTIONS.withAutoTurn().withOverlap(overlap));
    fixture.after(Duration.ofHours(2));
    exchanges.forEach(exchange -> exchange.assertComplete().assertNoErrors());
    List<HistoryEntry> all = kept.recentEntries("default", Integer.MAX_VALUE).blockingGet();
    assertThat(lines(all)).hasSize(2 * EACH).doesNotHaveDuplicates();
    assertThat(lines(all)).filteredOn(line -> line.startsWith("anna")).isEqualTo(by("anna"));
    assertThat(lines(all)).filteredOn(line -> line.startsWith("ben")).isEqualTo(by("ben"));
    assertThat(fixture.asked).isNotEmpty();
    fixture.asked.forEach(request -> ProviderRules.check(request.messages()));
    ProviderRules.check(PromptMessageConverter.of(all));
  }

  private static List<TestSubscriber<ChatEvent>> written(ChatFixture fixture, ChatOptions options) {
    Random pace = new Random(7);
    List<TestSubscriber<ChatEvent>> exchanges = new ArrayList<>();
    for (int number = 0; number < EACH; number++) {
      for (String writer : List.of("anna", "ben")) {
        ChatResponse response = ChatResponse.of("A B C").withTurns("A", "B", "C");
        fixture.answering(
            Flowable.timer(pace.nextInt(4), TimeUnit.MILLISECONDS, fixture.clock)
                .map(t -> response));
        exchanges.add(fixture.send(writer + " " + number, options));
        fixture.after(Duration.ofMillis(pace.nextInt(10) == 0 ? 5000 : pace.nextInt(4)));
      }
    }
    return exchanges;
  }

  private static List<String> by(String writer) {
    return IntStream.range(0, EACH).mapToObj(number -> writer + " " + number).toList();
  }

  private static List<String> lines(List<HistoryEntry> entries) {
    return entries.stream()
        .map(HistoryEntry::message)
        .filter(message -> message.role() == Role.USER)
        .map(Message::content)
        .flatMap(String::lines)
        .toList();
  }
}
