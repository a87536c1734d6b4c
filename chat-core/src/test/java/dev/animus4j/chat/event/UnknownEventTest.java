package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event of a newer version is passed on as it came. */
class UnknownEventTest {
  private static final EventStamp AT =
      new EventStamp("c", "x", 3, Instant.parse("2026-11-20T08:00:00.120Z"));
  private static final String STAMP =
      "\"conversationId\":\"c\",\"exchangeId\":\"x\",\"sequence\":3,"
          + "\"timestamp\":\"2026-11-20T08:00:00.120Z\"";
  private static final String JSON =
      "{\"mood\":{\"is\":[1.50,null,\"gr\\u00fcn 🦊\\ud83e\"]},\"type\":\"moodChanged\","
          + STAMP
          + "}";

  private static ChatEvent parse(String json) {
    return ChatEvents.parse(Buffer.buffer(json));
  }

  @Test
  void itComesThroughUnchanged() {
    ChatEvent event = parse(JSON);
    assertThat(event).isEqualTo(new UnknownEvent(AT, "moodChanged", JSON));
    assertThat(event.type()).isEqualTo("moodChanged");
    assertThat(ChatEvents.toJson(event).toString()).isEqualTo(JSON);
    assertThat(event.withImageUrls(any -> URI.create("/a.png"))).isEqualTo(event);
    assertThat(EventSize.of(event)).isGreaterThan(2L * JSON.length());
  }

  @Test
  void itComesThroughTheBusUnchanged() {
    Buffer wire = Buffer.buffer("before");
    new ChatEventCodec().encodeToWire(wire, parse(JSON));
    ChatEvent event = new ChatEventCodec().decodeFromWire(6, wire.appendString("after"));
    assertThat(ChatEvents.toJson(event).toString()).isEqualTo(JSON);
  }

  @Test
  void itComesThroughAnArchiveUnchanged() {
    String merged = JSON.replace("{\"mood\"", "{\"deltaLengths\":[1,2],\"mood\"");
    StoredEvent stored = StoredEvent.parse(1, Buffer.buffer(merged));
    assertThat(stored.last()).isEqualTo(3);
    assertThat(stored.payload().toString()).isEqualTo(merged);
    assertThat(stored.eventAfter(2)).isEqualTo(stored.event());
  }

  @Test
  void anyMapperWritesItAsItCame() throws JsonProcessingException {
    assertThat(new ObjectMapper().writeValueAsString(parse(JSON))).isEqualTo(JSON);
  }

  @Test
  void aServerSentEventOfItIsOneEvent() {
    String json = "\n" + JSON.replace(",\"", ",\r\n \"") + "\n";
    assertThat(ChatEvents.toServerSentEvent(parse(json)).toString())
        .startsWith("id: 3\nevent: moodChanged\ndata: {\"mood\"")
        .endsWith("}\n\n")
        .satisfies(text -> assertThat(text.lines()).hasSize(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"moodChanged\"}",
        "{\"type\":\"moodChanged\",STAMP",
        "{\"type\":\"moodChanged\",STAMP} {}",
        "{\"type\":\"moodChanged\",\"mood\":tru,STAMP}",
        "{\"type\":\"moodChanged\",\"type\":\"messageTokens\",STAMP}",
        "{\"type\":\"moodChanged\",\"type\":\"exchangeChanged\",STAMP}",
        "{\"type\":\"moodChanged\",\"conversationId\":\"\",STAMP}",
        "{\"type\":\"moodChanged\",\"conversationId\":\"c\",\"exchangeId\":\"x\",\"sequence\":1}",
        "{\"type\":\"moodChanged\",\"sequence\":3}",
        "{\"type\":\"mood\\nid: 9\",STAMP}",
        "{\"type\":\" \",STAMP}",
        "{\"type\":\"\",STAMP}",
        "{\"type\":7,STAMP}",
        "{\"type\":[\"moodChanged\"],STAMP}",
        "{STAMP}"
      })
  void whatIsNoEventIsAProtocolFailure(String json) {
    assertThatThrownBy(() -> parse(json.replace("STAMP", STAMP)))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasNoCause();
  }

  @Test
  void bytesThatAreNoTextAreAProtocolFailure() {
    Buffer json = Buffer.buffer("{\"type\":\"moodChanged\"," + STAMP + ",\"a\":\"");
    json.appendByte((byte) 0xC3).appendString("\"}");
    assertThatThrownBy(() -> ChatEvents.parse(json)).isInstanceOf(AnimusException.Protocol.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83e", "\udd8a", "a\ud83eb", "\udd8a\ud83e", "é🦊\udd8a"})
  void halfACharacterIsEscaped(String text) {
    ChatEvent event = new MessageTokens(AT, text);
    Buffer json = ChatEvents.toJson(event);
    assertThat(json.toString()).doesNotContain("\ufffd").contains("\\u");
    assertThat(ChatEvents.parse(json)).isEqualTo(event);
    Buffer wire = Buffer.buffer();
    new ChatEventCodec().encodeToWire(wire, event);
    assertThat(new ChatEventCodec().decodeFromWire(0, wire)).isEqualTo(event);
    assertThat(ChatEvents.toServerSentEvent(event).toString()).contains(json.toString());
  }
}
