package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.rules.TestVertx;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestVertx.class)
class ChatHistoryTest {
  private World world;
  private ChatHistory history;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
    history = world.chat().history();
  }

  private static List<Entry> entries(Message... messages) {
    return Stream.of(messages).map(message -> Entry.of(message, Instant.EPOCH)).toList();
  }

  @Test
  void whatNoModelCanBeSentIsNotTaken() {
    ToolCall call = new ToolCall("c1", "f", "{}");
    List<Entry> imported =
        entries(
            Message.system("be bad"),
            Message.user("hi"),
            Message.assistant(" "),
            Message.assistant("").calling(List.of(call)),
            Message.tool("c1", ""),
            Message.tool("c1", "42"),
            Message.assistant("it is 42"));
    assertThat(history.set(imported).blockingGet()).isEqualTo(4);
    assertThat(world.said())
        .containsExactly("user: hi", "assistant: ", "tool: 42", "assistant: it is 42");
  }

  @Test
  void whatWasSetIsWhatTheModelIsSentNext() {
    history
        .set(entries(Message.user("my name is Anna"), Message.assistant("hello Anna")))
        .blockingGet();
    world.send("who am I?", World.OPTIONS);
    assertThat(world.asked.get(0).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "my name is Anna", "hello Anna", "who am I?");
  }

  @Test
  void oneMessageIsReplacedAndWhatWasKnownOfItStays() {
    world.answering(
        new ChatReply(
            "bad", "hm", List.of(), false, null, List.of(), List.of("gore"), Account.NONE));
    world.send("hi", World.OPTIONS);
    assertThat(history.update(1, Message.assistant("good")).blockingGet()).isTrue();
    Entry changed = world.remembered().get(1);
    assertThat(changed.message().content()).isEqualTo("good");
    assertThat(changed.reasoning()).isEqualTo("hm");
    assertThat(changed.complianceViolations()).containsExactly("gore");
    assertThat(history.update(2, Message.user("x")).blockingGet()).isFalse();
    assertThat(history.update(-1, Message.user("x")).blockingGet()).isFalse();
    assertThat(history.update(0, Message.system("x")).blockingGet()).isFalse();
  }

  @Test
  void entriesAreForgottenOneByOneOrAll() {
    world.send("hi", World.OPTIONS);
    assertThat(history.delete(0).blockingGet()).isTrue();
    assertThat(history.delete(1).blockingGet()).isFalse();
    assertThat(world.said()).containsExactly("assistant: ok");
    assertThat(history.clear().blockingGet()).isEqualTo(1);
    assertThat(history.clear().blockingGet()).isZero();
    assertThat(world.remembered()).isEmpty();
  }

  @Test
  void reasoningIsRememberedButNeverSentBack() {
    ChatReply reply =
        new ChatReply(
            "hello", "he is nice", List.of(), false, null, List.of(), List.of(), Account.NONE);
    world.answering(reply);
    world.send("hi", World.OPTIONS);
    world.send("more", World.OPTIONS);
    assertThat(world.remembered().get(1).reasoning()).isEqualTo("he is nice");
    assertThat(world.asked.get(1).toString()).doesNotContain("he is nice");
  }

  @Test
  void theWindowCountsMessagesTheNewOneIncluded() {
    world.send("one", World.OPTIONS);
    world.send("two", World.OPTIONS.remembering(3));
    assertThat(world.asked.get(1).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "one", "ok", "two");
    world.send("three", World.OPTIONS.remembering(1));
    assertThat(world.asked.get(2).messages())
        .extracting(Message::content)
        .containsExactly("Be kind.", "three");
  }
}
