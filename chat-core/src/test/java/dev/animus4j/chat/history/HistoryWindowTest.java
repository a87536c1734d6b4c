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

class HistoryWindowTest {
  /** A message has as many tokens as characters. */
  private static final TokenCounter LETTERS = (message, model) -> message.content().length();

  private static HistoryEntry entry(Message message) {
    return HistoryEntry.of(message, Instant.EPOCH);
  }

  private static HistoryEntry user(String text) {
    return entry(Message.user(text));
  }

  private static HistoryEntry turn(String text, String reply) {
    return new HistoryEntry(
        Message.assistant(text), Instant.EPOCH, reply, null, List.of(), null, false);
  }

  private static List<String> sent(HistoryWindow window, HistoryEntry... entries) {
    return window.select(List.of(entries), null).stream().map(e -> e.message().content()).toList();
  }

  private static HistoryWindow tokens(int tokens) {
    return HistoryWindow.of(100).withMaxTokens(tokens).withTokenCounter(LETTERS);
  }

  @Test
  void bothLimitsHold() {
    HistoryEntry[] said = {user("aaaa"), turn("b", "1"), user("cc"), turn("d", "2"), user("e")};
    assertThat(sent(HistoryWindow.of(5), said)).containsExactly("aaaa", "b", "cc", "d", "e");
    assertThat(sent(HistoryWindow.of(3), said)).containsExactly("cc", "d", "e");
    assertThat(sent(tokens(9), said)).containsExactly("aaaa", "b", "cc", "d", "e");
    assertThat(sent(tokens(8), said)).containsExactly("cc", "d", "e");
    assertThat(sent(tokens(8).withMaxMessages(1), said)).containsExactly("e");
  }

  @Test
  void theWindowNeverStartsWithinAReply() {
    HistoryEntry[] said = {user("a"), turn("b", "1"), turn("c", "1"), turn("d", "1"), user("e")};
    assertThat(sent(HistoryWindow.of(4), said)).containsExactly("e");
    assertThat(sent(tokens(4), said)).containsExactly("e");
    assertThat(sent(HistoryWindow.of(5), said)).hasSize(5);
  }

  @Test
  void aConversationThatTheModelBeganIsSentAsItIs() {
    HistoryEntry[] said = {turn("hi", "1"), user("who are you?")};
    assertThat(sent(HistoryWindow.of(2), said)).containsExactly("hi", "who are you?");
    assertThat(sent(HistoryWindow.of(1), said)).containsExactly("who are you?");
  }

  @Test
  void theNewestQuestionAndAllAfterItIsSentWhateverItsSize() {
    HistoryEntry[] said = {
      user("a"), turn("b", "1"), user("cccccccc"), turn("d", "2"), turn("e", "2")
    };
    assertThat(sent(tokens(1), said)).containsExactly("cccccccc", "d", "e");
    assertThat(sent(HistoryWindow.of(1), said)).containsExactly("cccccccc", "d", "e");
  }

  @Test
  void answersWithoutAQuestionAreSentAsFarAsThereIsRoom() {
    HistoryEntry[] said = {turn("a", "1"), turn("b", "1"), turn("c", "1")};
    assertThat(sent(HistoryWindow.of(2), said)).containsExactly("b", "c");
    assertThat(sent(tokens(2), said)).containsExactly("b", "c");
    assertThat(sent(tokens(2))).isEmpty();
  }

  /** The user's words may have been edited away, or be part of the summary. */
  @Test
  void answersAfterASummaryAreSentAsFarAsThereIsRoom() {
    HistoryEntry notes = HistoryEntry.summary("notes", Instant.EPOCH);
    HistoryEntry[] said = {user("a"), notes, turn("b", "1"), turn("c", "2"), turn("d", "3")};
    assertThat(sent(HistoryWindow.of(2), said)).containsExactly("notes", "c", "d");
    assertThat(sent(HistoryWindow.of(9), said)).containsExactly("notes", "b", "c", "d");
  }

  @Test
  void aSummaryIsSentFirstAndTakesItsRoom() {
    HistoryEntry summary = HistoryEntry.summary("ssss", Instant.EPOCH);
    HistoryEntry[] said = {
      user("a"), turn("b", "1"), summary, user("c"), turn("d", "2"), user("e")
    };
    assertThat(sent(HistoryWindow.of(9), said)).containsExactly("ssss", "c", "d", "e");
    assertThat(sent(HistoryWindow.of(1), said)).containsExactly("ssss", "e");
    assertThat(sent(tokens(7), said)).containsExactly("ssss", "c", "d", "e");
    assertThat(sent(tokens(6), said)).containsExactly("ssss", "e");
    assertThat(PromptMessageConverter.of(HistoryWindow.of(9).select(List.of(said), null)))
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT, Role.USER);
  }

  @Property
  void whateverIsRememberedAProviderTakesWhatIsSent(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 30) int messages,
      @ForAll @IntRange(min = 1, max = 120) int tokens) {
    List<HistoryEntry> entries = entries(kinds);
    HistoryWindow window = tokens(tokens).withMaxMessages(messages);
    List<HistoryEntry> latest = window.select(entries, null);
    ProviderRules.check(PromptMessageConverter.of(latest));
    theNewestQuestionIsThere(entries, latest);
    withinItsLimitsUnlessItIsTheNewestAlone(window, entries, latest);
  }

  private static void theNewestQuestionIsThere(
      List<HistoryEntry> entries, List<HistoryEntry> latest) {
    entries.stream()
        .filter(entry -> entry.message().role() == Role.USER)
        .reduce((earlier, later) -> later)
        .filter(user -> entries.indexOf(user) > HistoryWindow.summaryIndex(entries))
        .ifPresent(user -> assertThat(latest).contains(user));
  }

  private static void withinItsLimitsUnlessItIsTheNewestAlone(
      HistoryWindow window, List<HistoryEntry> entries, List<HistoryEntry> latest) {
    long questions = latest.stream().filter(entry -> entry.message().role() == Role.USER).count();
    boolean summarised = HistoryWindow.summaryIndex(entries) >= 0;
    if (questions > 1) {
      int tokens = latest.stream().mapToInt(e -> e.message().content().length()).sum();
      assertThat(tokens).isLessThanOrEqualTo(window.maxTokens());
      assertThat(latest.size() - (summarised ? 1 : 0)).isLessThanOrEqualTo(window.maxMessages());
    }
    List<HistoryEntry> said =
        entries.subList(HistoryWindow.summaryIndex(entries) + 1, entries.size());
    List<HistoryEntry> rest = summarised ? latest.subList(1, latest.size()) : latest;
    assertThat(said.subList(said.size() - rest.size(), said.size())).isEqualTo(rest);
  }

  /** Things said in any order, also by several at once: calls without results, and so on. */
  private static List<HistoryEntry> entries(List<Integer> kinds) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (int at = 0; at < kinds.size(); at++) {
      entries.add(entry(kinds.get(at), at));
    }
    return entries;
  }

  private static HistoryEntry entry(int kind, int at) {
    ToolCall call = new ToolCall("call_" + at / 4 % 3, "f", "{}");
    return switch (kind) {
      case 0, 1, 2 -> user("u" + at);
      case 3 -> turn("t" + at, "r" + at / 3);
      case 4 -> entry(Message.assistant("").withToolCalls(List.of(call)));
      case 5 -> entry(Message.assistant("c" + at).withToolCalls(List.of(call)));
      case 6, 7 -> entry(Message.tool(call.id(), "result " + at));
      case 8 ->
          HistoryEntry.of(
              new HistoryEntry.ImageReference("p" + at, URI.create("mem:" + at)), Instant.EPOCH);
      default -> at % 7 == 0 ? HistoryEntry.summary("s" + at, Instant.EPOCH) : turn("x" + at, null);
    };
  }
}
