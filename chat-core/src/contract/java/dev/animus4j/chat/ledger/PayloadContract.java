package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.NOW;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.ledger.StoredExchange.State;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.image.Image;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a user or a model may write, and whatever an application may use as an id. */
interface PayloadContract extends LedgerUnderTest {

  /** Texts that some store or other does not give back. */
  static Stream<String> texts() {
    return Stream.of(
        "",
        " \t\r\n ",
        "before\0after",
        "\0",
        "\ud83d cut in half",
        "cut in half \ude00",
        "\ude00\ud83d the wrong way round",
        "😀 👩‍👩‍👧‍👦 \u0000 e\u0301 \u202e \ufeff \uffff",
        "'; DROP TABLE animus_entry; --",
        "\"\\u0000\\\" {\"a\": null}");
  }

  /** Ids that an application may use. */
  static Stream<String> ids() {
    return Stream.of(
        "x".repeat(200),
        "O'Brien \"the\" `one`; -- %_",
        "日本語 😀 e\u0301",
        "é",
        "e\u0301",
        "a b\nc\td",
        "UPPER",
        "upper");
  }

  @ParameterizedTest
  @MethodSource("texts")
  default void textsAreStoredAsTheyAre(String text) {
    Image image = Image.of(text, URI.create("store:a"));
    write(claim("c"), step("c").entry(1, text).event("x", 1, text).stored("i", image).build());
    reopen();
    assertThat(texts("c")).containsExactly(text);
    assertThat(events("c")).containsExactly(new StoredEvent(1, step("c").received("x", 1, text)));
    assertThat(ledger().image(URI.create("store:a")).blockingGet()).isEqualTo(image);
  }

  @Test
  default void longTextsAreStored() {
    String text = "0123456789abcdé".repeat(70_000);
    write(claim("c"), step("c").entry(1, text).event("x", 1, text).build());
    reopen();
    assertThat(texts("c").get(0).equals(text)).isTrue();
    assertThat(events("c")).containsExactly(new StoredEvent(1, step("c").received("x", 1, text)));
  }

  @Test
  default void whatAProviderWantsBackIsStored() {
    var data = JsonNodeFactory.instance.objectNode().put("signature", "\0\ud83d 😀");
    data.putArray("thoughts").addObject().putNull("text").put("id", 7);
    Message message =
        Message.assistant("hello").withState(new ProviderState("http://a", "m", data));
    HistoryEntry entry = HistoryEntry.of(message, NOW);
    write(claim("c"), step("c").entry(1, 0, entry).build());
    reopen();
    assertThat(ledger().entries("c", 1).blockingGet().get(0).entry()).isEqualTo(entry);
  }

  @Test
  default void idsAreStoredAsTheyAre() {
    ids().forEach(id -> write(claim(id), stepWithIds(id)));
    reopen();
    ids()
        .forEach(
            id -> {
              assertThat(texts(id)).containsExactly(id);
              assertThat(ledger().eventsOf(id, id).blockingGet()).hasSize(1);
              assertThat(ledger().exchangeOf(id, id).blockingGet()).isEqualTo(id);
            });
    assertThat(ledger().unfinished(99).blockingGet()).containsExactlyInAnyOrderElementsOf(list());
    ids().forEach(id -> assertThat(claim(id).head().running()).containsExactly(id));
  }

  private static Step stepWithIds(String id) {
    return step(id)
        .exchange(id, State.RUNNING, NOW, id)
        .event(id, 1, id)
        .entry(1, id)
        .stored(id, Image.of("", URI.create("store:a")))
        .build();
  }

  private static Iterable<String> list() {
    return ids().toList();
  }
}
