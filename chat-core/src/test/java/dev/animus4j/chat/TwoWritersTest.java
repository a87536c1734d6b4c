package dev.animus4j.chat;

import static dev.animus4j.chat.World.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.history.ValidHistory;
import dev.animus4j.chat.history.Window;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.rules.TestVertx;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two who write into one conversation, faster than it is answered and its history is stored. */
@ExtendWith(TestVertx.class)
class TwoWritersTest {
  private static final int EACH = 100;

  /** A store that takes a millisecond for everything, sometimes two. */
  private record Slow(History kept, Scheduler clock, Random chance) implements History {
    private Completable latency() {
      return Completable.timer(1 + chance.nextInt(2), TimeUnit.MILLISECONDS, clock);
    }

    @Override
    public Completable append(String conversation, Entry entry) {
      return latency().andThen(kept.append(conversation, entry));
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return latency().andThen(kept.recent(conversation, limit));
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return latency().andThen(kept.edit(conversation, change));
    }
  }

  static Stream<Overlap> overlaps() {
    return Stream.of(
        Overlap.INTERRUPT, Overlap.queue(2 * EACH), Overlap.merge(Duration.ofMillis(2)));
  }

  @ParameterizedTest
  @MethodSource("overlaps")
  void allThatTheyWroteIsKeptOnceInAnOrderThatAProviderTakes(Overlap overlap, Vertx vertx) {
    World world = new World(vertx);
    History kept = world.history;
    world.history =
        new Slow(kept, world.clock, new Random(3))
            .summarising(request -> Single.just(ChatReply.of("notes")));
    List<TestSubscriber<ChatEvent>> exchanges = written(world, OPTIONS.inTurns().overlap(overlap));
    world.after(Duration.ofHours(2));
    exchanges.forEach(exchange -> exchange.assertComplete().assertNoErrors());
    List<Entry> all = kept.recent("default", Integer.MAX_VALUE).blockingGet();
    assertThat(lines(all)).hasSize(2 * EACH).doesNotHaveDuplicates();
    assertThat(lines(all)).filteredOn(line -> line.startsWith("anna")).isEqualTo(by("anna"));
    assertThat(lines(all)).filteredOn(line -> line.startsWith("ben")).isEqualTo(by("ben"));
    assertThat(world.asked).isNotEmpty();
    world.asked.forEach(request -> ValidHistory.check(request.messages()));
    ValidHistory.check(Window.of(all));
  }

  private static List<TestSubscriber<ChatEvent>> written(World world, ChatOptions options) {
    Random pace = new Random(7);
    List<TestSubscriber<ChatEvent>> exchanges = new ArrayList<>();
    for (int number = 0; number < EACH; number++) {
      for (String writer : List.of("anna", "ben")) {
        ChatReply reply = ChatReply.of("A B C").turns("A", "B", "C");
        world.answering(
            Flowable.timer(pace.nextInt(4), TimeUnit.MILLISECONDS, world.clock).map(t -> reply));
        exchanges.add(world.send(writer + " " + number, options));
        world.after(Duration.ofMillis(pace.nextInt(10) == 0 ? 5000 : pace.nextInt(4)));
      }
    }
    return exchanges;
  }

  private static List<String> by(String writer) {
    return IntStream.range(0, EACH).mapToObj(number -> writer + " " + number).toList();
  }

  private static List<String> lines(List<Entry> entries) {
    return entries.stream()
        .map(Entry::message)
        .filter(message -> message.role() == Role.USER)
        .map(Message::content)
        .flatMap(String::lines)
        .toList();
  }
}
