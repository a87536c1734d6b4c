package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@VertxTest
class ChatHistoryTest {
  private ChatFixture fixture;
  private ChatHistory history;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
    history = fixture.chat().history();
  }

  private static List<HistoryEntry> entries(Message... messages) {
    return Stream.of(messages).map(message -> HistoryEntry.of(message, Instant.EPOCH)).toList();
  }

  @Test
  void importedEntriesThatNoModelAcceptsAreDropped() {
    ToolCall call = new ToolCall("c1", "f", "{}");
    List<HistoryEntry> imported =
        entries(
            Message.system("be bad"),
            Message.user("hi"),
            Message.assistant(" "),
            Message.assistant("").withToolCalls(List.of(call)),
            Message.tool("c1", ""),
            Message.tool("c1", "42"),
            Message.assistant("it is 42"));
    assertThat(history.set(imported).blockingGet()).isEqualTo(4);
    assertThat(fixture.said())
        .containsExactly("user: hi", "assistant: ", "tool: 42", "assistant: it is 42");
  }

  @Test
  void theNextPromptContainsTheImportedHistory() {
    history
        .set(entries(Message.user("my name is Anna"), Message.assistant("hello Anna")))
        .blockingGet();
    fixture.send("who am I?", ChatFixture.OPTIONS);
    assertThat(fixture.asked.get(0).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "my name is Anna", "hello Anna", "who am I?");
  }

  @Test
  void oneMessageIsReplacedAndWhatWasKnownOfItStays() {
    fixture.answering(
        new ChatResponse(
            "bad",
            "hm",
            List.of(),
            false,
            null,
            List.of(),
            List.of("gore"),
            ChatResponseMetadata.NONE));
    fixture.send("hi", ChatFixture.OPTIONS);
    assertThat(history.update(1, Message.assistant("good")).blockingGet()).isTrue();
    HistoryEntry changed = fixture.remembered().get(1);
    assertThat(changed.message().content()).isEqualTo("good");
    assertThat(changed.reasoning()).isEqualTo("hm");
    assertThat(changed.complianceViolations()).containsExactly("gore");
    assertThat(history.update(2, Message.user("x")).blockingGet()).isFalse();
    assertThat(history.update(-1, Message.user("x")).blockingGet()).isFalse();
    assertThat(history.update(0, Message.system("x")).blockingGet()).isFalse();
  }

  @Test
  void entriesAreForgottenOneByOneOrAll() {
    fixture.send("hi", ChatFixture.OPTIONS);
    assertThat(history.delete(0).blockingGet()).isTrue();
    assertThat(history.delete(1).blockingGet()).isFalse();
    assertThat(fixture.said()).containsExactly("assistant: ok");
    assertThat(history.clear().blockingGet()).isEqualTo(1);
    assertThat(history.clear().blockingGet()).isZero();
    assertThat(fixture.remembered()).isEmpty();
  }

  @Test
  void reasoningIsRememberedButNeverSentBack() {
    ChatResponse response =
        new ChatResponse(
            "hello",
            "he is nice",
            List.of(),
            false,
            null,
            List.of(),
            List.of(),
            ChatResponseMetadata.NONE);
    fixture.answering(response);
    fixture.send("hi", ChatFixture.OPTIONS);
    fixture.send("more", ChatFixture.OPTIONS);
    assertThat(fixture.remembered().get(1).reasoning()).isEqualTo("he is nice");
    assertThat(fixture.asked.get(1).toString()).doesNotContain("he is nice");
  }

  @Test
  void theWindowCountsMessagesTheNewOneIncluded() {
    fixture.send("one", ChatFixture.OPTIONS);
    fixture.send("two", ChatFixture.OPTIONS.withMaxHistoryMessages(3));
    assertThat(fixture.asked.get(1).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "one", "ok", "two");
    fixture.send("three", ChatFixture.OPTIONS.withMaxHistoryMessages(1));
    assertThat(fixture.asked.get(2).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "three");
  }
}
