package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.Verdict;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.ListArbitrary;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds whatever is said, however long judging takes, and whenever the user speaks again. */
class ModerationPropertyTest {
  private static final ChatOptions TURNS = ChatFixture.OPTIONS.withAutoTurn().withImages();
  private static WatchedVertx watched;

  @BeforeContainer
  static void open() {
    watched = new WatchedVertx();
  }

  @AfterContainer
  static void close() {
    watched.close();
  }

  @Property(tries = 500)
  void withheldAndReplacedTextAppearsNowhere(
      @ForAll("texts") List<String> said,
      @ForAll("answers") List<Flowable<ChatUpdate>> answers,
      @ForAll @IntRange(max = 9_000) int pause,
      @ForAll boolean inTurns) {
    ChatFixture fixture = new ChatFixture(watched.get());
    fixture.guardrail = input -> judged(input, fixture);
    answers.forEach(fixture::answering);
    ChatOptions options = inTurns ? TURNS : ChatFixture.OPTIONS.withImages().withStreaming(true);
    Flowable<ChatEvent> events = Flowable.empty();
    for (String text : said) {
      TestSubscriber<ChatEvent> exchange = fixture.send(text, options);
      events = events.concatWith(Flowable.defer(() -> Flowable.fromIterable(exchange.values())));
      fixture.after(Duration.ofMillis(pause));
    }
    fixture.after(Duration.ofMinutes(5));
    List<ChatEvent> told = events.toList().blockingGet();
    assertThat(told).filteredOn(ExchangeCompleted.class::isInstance).hasSameSizeAs(said);
    assertThat(told).noneMatch(event -> isObjectedTo(ChatEvents.toJson(event).toString()));
    assertThat(fixture.remembered()).noneMatch(entry -> isObjectedTo(entry.toString()));
    assertThat(fixture.asked).noneMatch(request -> isObjectedTo(request.toString()));
    assertThat(fixture.drawn).noneMatch(request -> isObjectedTo(request.toString()));
    everyTurnThatStartedIsNumberedRight(told);
  }

  /** Some take their time, one fails, one never comes. */
  private static Single<Verdict> judged(GuardrailInput input, ChatFixture fixture) {
    String text = input.text();
    if (text.contains("never")) {
      return Single.never();
    }
    return Single.timer(text.length() % 3, TimeUnit.SECONDS, fixture.clock).map(t -> verdict(text));
  }

  private static Verdict verdict(String text) {
    if (text.contains("broken")) {
      throw new IllegalStateException(text);
    }
    return text.contains("bad")
        ? Verdict.withhold("no", "badness")
        : text.contains("spicy") ? Verdict.replace("mild", "spice") : Verdict.allow();
  }

  private static boolean isObjectedTo(String text) {
    return List.of("bad ", "spicy", "never", "broken").stream().anyMatch(text::contains);
  }

  private static void everyTurnThatStartedIsNumberedRight(List<ChatEvent> told) {
    for (ChatEvent event : told) {
      if (event instanceof MessageStarted e && e.turnIndex() != null) {
        assertThat(e.turnIndex()).isLessThan(e.totalTurns());
      } else if (event instanceof MessageCompleted e && e.turnIndex() != null) {
        boolean last = e.turnIndex() == e.totalTurns() - 1;
        assertThat(e.totalMessages()).isEqualTo(last ? e.totalTurns() : null);
      }
    }
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return text().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Flowable<ChatUpdate>>> answers() {
    return replies().list().ofMaxSize(8);
  }

  private static ListArbitrary<String> text() {
    return Arbitraries.of("hello", "a bad word", "spicy", "never ever", "broken", "fine by me")
        .list();
  }

  private static Arbitrary<Flowable<ChatUpdate>> replies() {
    Arbitrary<String> words = text().ofMaxSize(3).map(all -> String.join("\n", all));
    Arbitrary<String> asides = words.injectNull(0.5);
    return Combinators.combine(
            words, asides, text().ofMaxSize(4), asides, Arbitraries.of(true, false))
        .as(
            (content, thought, turns, prompt, next) ->
                Flowable.just(
                    new ChatUpdate.TextDelta(content),
                    new ChatResponse(
                        content,
                        thought,
                        turns,
                        next,
                        prompt,
                        List.of(),
                        List.of(),
                        ChatResponseMetadata.NONE)));
  }
}
