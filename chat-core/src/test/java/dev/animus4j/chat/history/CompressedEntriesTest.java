package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** What was packed is unpacked as it was, whatever it is. */
class CompressedEntriesTest {
  private static final URI CAT = URI.create("mem:cat");

  @Property(tries = 2_000)
  void entriesComeBackAsTheyWere(@ForAll("entries") List<HistoryEntry> entries) {
    assertThat(CompressedEntries.of(entries, null).entries()).isEqualTo(entries);
  }

  @Test
  void textThatIsCutWithinACharacterComesBackAsItWas() {
    assertThat(contents("a\uD83D", "\uDE00b", "\uD83D\uDE00"))
        .containsExactly("a\uD83D", "\uDE00b", "\uD83D\uDE00");
  }

  @Test
  void longTextsComeBackAsTheyWere() {
    String[] texts = {"x".repeat(127), "ä".repeat(8_191), "日".repeat(1 << 20), ""};
    assertThat(contents(texts)).containsExactly(texts);
  }

  private static List<String> contents(String... texts) {
    List<HistoryEntry> entries =
        List.of(texts).stream()
            .map(text -> HistoryEntry.of(Message.user(text), Instant.EPOCH))
            .toList();
    return CompressedEntries.of(entries, null).entries().stream()
        .map(entry -> entry.message().content())
        .toList();
  }

  @Provide
  static Arbitrary<List<HistoryEntry>> entries() {
    return Combinators.combine(
            messages(), times(), optional(), optional(), violations(), pictures(), flags(), flags())
        .as(
            (message, time, reply, reasoning, violations, picture, interrupted, summary) ->
                new HistoryEntry(
                    message,
                    time,
                    reply,
                    reasoning,
                    violations,
                    picture,
                    interrupted,
                    summary,
                    null,
                    summary ? FinishReason.LENGTH : null))
        .flatMap(entry -> exclusions().map(entry::withExcluded))
        .list()
        .ofMaxSize(8);
  }

  private static Arbitrary<HistoryEntry.Exclusion> exclusions() {
    return Arbitraries.of(HistoryEntry.Exclusion.class).injectNull(0.8);
  }

  private static Arbitrary<ProviderState> states() {
    return Arbitraries.strings()
        .map(it -> new ProviderState(it, "m", JsonNodeFactory.instance.objectNode().put("s", it)))
        .injectNull(0.8);
  }

  private static Arbitrary<Message> messages() {
    return Combinators.combine(
            Arbitraries.of(Role.class),
            Arbitraries.strings(),
            optional(),
            calls(),
            optional(),
            shown())
        .as(CompressedEntriesTest::message)
        .flatMap(message -> states().map(message::withState));
  }

  private static Message message(
      Role role,
      String content,
      String name,
      List<ToolCall> calls,
      String answered,
      List<Attachment> shown) {
    boolean mustAnswer = role == Role.TOOL && (answered == null || answered.isBlank());
    return new Message(
        role,
        content,
        name,
        calls,
        mustAnswer ? "call" : answered,
        role == Role.USER ? shown : List.of());
  }

  private static Arbitrary<String> optional() {
    return Arbitraries.strings().ofMaxLength(40).injectNull(0.7);
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true));
  }

  private static Arbitrary<Instant> times() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Instant::ofEpochMilli),
        Arbitraries.longs()
            .between(1_600_000_000_000L, 1_600_000_900_000L)
            .map(Instant::ofEpochMilli),
        Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH.minusNanos(1)));
  }

  private static Arbitrary<List<String>> violations() {
    return mostlyNone(List.of("violence"));
  }

  private static Arbitrary<List<ToolCall>> calls() {
    return mostlyNone(List.of(new ToolCall("1", "f", "{}")));
  }

  private static Arbitrary<List<Attachment>> shown() {
    return mostlyNone(
        List.of(Attachment.reference(CAT), Attachment.of("image/png", new byte[] {1})));
  }

  private static Arbitrary<HistoryEntry.ImageReference> pictures() {
    return Arbitraries.just(new HistoryEntry.ImageReference("a cat", CAT)).injectNull(0.9);
  }

  private static <T> Arbitrary<List<T>> mostlyNone(List<T> some) {
    return Arbitraries.frequency(Tuple.of(9, List.of()), Tuple.of(1, some));
  }
}
