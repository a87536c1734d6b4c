package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryTest {
  /** A message has as many tokens as characters. */
  private static final TokenCounter LETTERS = (message, model) -> message.content().length();

  private static Entry entry(Message message) {
    return Entry.of(message, Instant.EPOCH);
  }

  private static Entry user(String text) {
    return entry(Message.user(text));
  }

  private static Entry turn(String text, String reply) {
    return new Entry(Message.assistant(text), Instant.EPOCH, reply, null, List.of(), null, false);
  }

  private static List<String> sent(Memory memory, Entry... entries) {
    return memory.latest(List.of(entries), null).stream().map(e -> e.message().content()).toList();
  }

  private static Memory tokens(int tokens) {
    return Memory.of(100).tokens(tokens).counter(LETTERS);
  }

  @Test
  void bothLimitsHold() {
    Entry[] said = {user("aaaa"), turn("b", "1"), user("cc"), turn("d", "2"), user("e")};
    assertThat(sent(Memory.of(5), said)).containsExactly("aaaa", "b", "cc", "d", "e");
    assertThat(sent(Memory.of(3), said)).containsExactly("cc", "d", "e");
    assertThat(sent(tokens(9), said)).containsExactly("aaaa", "b", "cc", "d", "e");
    assertThat(sent(tokens(8), said)).containsExactly("cc", "d", "e");
    assertThat(sent(tokens(8).messages(1), said)).containsExactly("e");
  }

  @Test
  void whatIsSentNeverBeginsWithinAnAnswer() {
    Entry[] said = {user("a"), turn("b", "1"), turn("c", "1"), turn("d", "1"), user("e")};
    assertThat(sent(Memory.of(4), said)).containsExactly("e");
    assertThat(sent(tokens(4), said)).containsExactly("e");
    assertThat(sent(Memory.of(5), said)).hasSize(5);
  }

  @Test
  void aConversationThatTheModelBeganIsSentAsItIs() {
    Entry[] said = {turn("hi", "1"), user("who are you?")};
    assertThat(sent(Memory.of(2), said)).containsExactly("hi", "who are you?");
    assertThat(sent(Memory.of(1), said)).containsExactly("who are you?");
  }

  @Test
  void theNewestQuestionAndAllAfterItIsSentWhateverItsSize() {
    Entry[] said = {user("a"), turn("b", "1"), user("cccccccc"), turn("d", "2"), turn("e", "2")};
    assertThat(sent(tokens(1), said)).containsExactly("cccccccc", "d", "e");
    assertThat(sent(Memory.of(1), said)).containsExactly("cccccccc", "d", "e");
  }

  @Test
  void answersWithoutAQuestionAreSentAsFarAsThereIsRoom() {
    Entry[] said = {turn("a", "1"), turn("b", "1"), turn("c", "1")};
    assertThat(sent(Memory.of(2), said)).containsExactly("b", "c");
    assertThat(sent(tokens(2), said)).containsExactly("b", "c");
    assertThat(sent(tokens(2))).isEmpty();
  }

  /** The user's words may have been edited away, or be part of the summary. */
  @Test
  void answersAfterASummaryAreSentAsFarAsThereIsRoom() {
    Entry notes = Entry.summary("notes", Instant.EPOCH);
    Entry[] said = {user("a"), notes, turn("b", "1"), turn("c", "2"), turn("d", "3")};
    assertThat(sent(Memory.of(2), said)).containsExactly("notes", "c", "d");
    assertThat(sent(Memory.of(9), said)).containsExactly("notes", "b", "c", "d");
  }

  @Test
  void aSummaryIsSentFirstAndTakesItsRoom() {
    Entry summary = Entry.summary("ssss", Instant.EPOCH);
    Entry[] said = {user("a"), turn("b", "1"), summary, user("c"), turn("d", "2"), user("e")};
    assertThat(sent(Memory.of(9), said)).containsExactly("ssss", "c", "d", "e");
    assertThat(sent(Memory.of(1), said)).containsExactly("ssss", "e");
    assertThat(sent(tokens(7), said)).containsExactly("ssss", "c", "d", "e");
    assertThat(sent(tokens(6), said)).containsExactly("ssss", "e");
    assertThat(Window.of(Memory.of(9).latest(List.of(said), null)))
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER);
  }

  @Property
  void whateverIsRememberedAProviderTakesWhatIsSent(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 30) int messages,
      @ForAll @IntRange(min = 1, max = 120) int tokens) {
    List<Entry> entries = entries(kinds);
    Memory memory = tokens(tokens).messages(messages);
    List<Entry> latest = memory.latest(entries, null);
    ValidHistory.check(Window.of(latest));
    theNewestQuestionIsThere(entries, latest);
    withinItsLimitsUnlessItIsTheNewestAlone(memory, entries, latest);
  }

  private static void theNewestQuestionIsThere(List<Entry> entries, List<Entry> latest) {
    entries.stream()
        .filter(entry -> entry.message().role() == Role.USER)
        .reduce((earlier, later) -> later)
        .filter(user -> entries.indexOf(user) > Memory.summary(entries))
        .ifPresent(user -> assertThat(latest).contains(user));
  }

  private static void withinItsLimitsUnlessItIsTheNewestAlone(
      Memory memory, List<Entry> entries, List<Entry> latest) {
    long questions = latest.stream().filter(entry -> entry.message().role() == Role.USER).count();
    boolean summarised = Memory.summary(entries) >= 0;
    if (questions > 1) {
      int tokens = latest.stream().mapToInt(e -> e.message().content().length()).sum();
      assertThat(tokens).isLessThanOrEqualTo(memory.tokens());
      assertThat(latest.size() - (summarised ? 1 : 0)).isLessThanOrEqualTo(memory.messages());
    }
    List<Entry> said = entries.subList(Memory.summary(entries) + 1, entries.size());
    List<Entry> rest = summarised ? latest.subList(1, latest.size()) : latest;
    assertThat(said.subList(said.size() - rest.size(), said.size())).isEqualTo(rest);
  }

  /** Things said in any order, also by several at once: calls without results, and so on. */
  private static List<Entry> entries(List<Integer> kinds) {
    List<Entry> entries = new ArrayList<>();
    for (int at = 0; at < kinds.size(); at++) {
      entries.add(entry(kinds.get(at), at));
    }
    return entries;
  }

  private static Entry entry(int kind, int at) {
    ToolCall call = new ToolCall("call_" + at / 4 % 3, "f", "{}");
    return switch (kind) {
      case 0, 1, 2 -> user("u" + at);
      case 3 -> turn("t" + at, "r" + at / 3);
      case 4 -> entry(Message.assistant("").calling(List.of(call)));
      case 5 -> entry(Message.assistant("c" + at).calling(List.of(call)));
      case 6, 7 -> entry(Message.tool(call.id(), "result " + at));
      case 8 -> Entry.of(new Entry.Picture("p" + at, URI.create("mem:" + at)), Instant.EPOCH);
      default -> at % 7 == 0 ? Entry.summary("s" + at, Instant.EPOCH) : turn("x" + at, null);
    };
  }
}
