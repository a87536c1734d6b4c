package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.chat.history.HistoryEntry.ImageReference;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryEntryJsonTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123456789Z");
  private static final Arbitrary<String> TEXT = Arbitraries.strings().all().ofMaxLength(20);
  private static final Arbitrary<String> MAYBE_TEXT = TEXT.injectNull(0.3);
  private static final Arbitrary<URI> PLACE =
      Arbitraries.of("mem:1", "file:/tmp/a%20b.png", "https://example.com/x?y=z#p")
          .map(URI::create);

  @Provide
  Arbitrary<HistoryEntry> entries() {
    Arbitrary<Instant> times =
        Arbitraries.longs()
            .between(-60_000_000_000L, 250_000_000_000L)
            .map(second -> Instant.ofEpochSecond(second, Math.floorMod(second, 1_000_000_000)));
    return Combinators.combine(
            messages(), times, MAYBE_TEXT, MAYBE_TEXT, TEXT.list().ofMaxSize(2), images())
        .as(
            (message, time, replyId, reasoning, violations, image) ->
                new HistoryEntry(
                    message, time, replyId, reasoning, violations, image, image == null))
        .flatMap(
            entry ->
                Arbitraries.of(
                    entry,
                    entry.withExcluded(HistoryEntry.Exclusion.ALL_BUT_TEXT),
                    HistoryEntry.summary(entry.message().content(), entry.timestamp())));
  }

  private static Arbitrary<ProviderState> states() {
    return TEXT.map(
            text ->
                new ProviderState(text, "m", JsonNodeFactory.instance.objectNode().put("x", text)))
        .injectNull(0.7);
  }

  private static Arbitrary<Message> messages() {
    return Combinators.combine(
            Arbitraries.of(Role.class), TEXT, MAYBE_TEXT, calls(), TEXT, attachments())
        .as(
            (role, content, name, calls, callId, attachments) ->
                new Message(
                    role,
                    content,
                    name,
                    calls,
                    role == Role.TOOL ? "c" + callId : null,
                    role == Role.USER ? attachments : List.of()))
        .flatMap(message -> states().map(message::withState));
  }

  private static Arbitrary<List<ToolCall>> calls() {
    return Combinators.combine(TEXT, TEXT, TEXT)
        .as((id, name, arguments) -> new ToolCall(id, name, arguments))
        .flatMap(call -> states().map(call::withState))
        .list()
        .ofMaxSize(2);
  }

  private static Arbitrary<List<Attachment>> attachments() {
    Arbitrary<Attachment> data =
        Combinators.combine(
                Arbitraries.of("image/png", "image/webp"),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(50))
            .as(Attachment::of);
    return Arbitraries.oneOf(data, PLACE.map(Attachment::reference)).list().ofMaxSize(3);
  }

  private static Arbitrary<ImageReference> images() {
    Arbitrary<Image.Format> formats =
        TEXT.map(type -> new Image.Format(type, type.length(), 3, Long.MAX_VALUE));
    return Combinators.combine(TEXT, PLACE, formats.injectNull(0.3), PLACE.injectNull(0.3))
        .as(ImageReference::new)
        .injectNull(0.5);
  }

  @Property
  void anyEntryIsReadBackAsItWas(@ForAll("entries") HistoryEntry entry) {
    Buffer json = entry.toJson();
    assertThat(HistoryEntry.parse(json)).isEqualTo(entry).hasSameHashCodeAs(entry);
    assertThat(json.toString()).doesNotContain("\n", "\r");
  }

  @Test
  void theFieldsAreThoseOfTheRecords() {
    HistoryEntry shown =
        HistoryEntry.of(
            Message.user("Look!").withAttachments(Attachment.reference(URI.create("mem:1"))), NOW);
    assertThat(shown.toJson())
        .hasToString(
            "{\"message\":{\"role\":\"user\",\"content\":\"Look!\","
                + "\"attachments\":[{\"location\":\"mem:1\"}]},"
                + "\"timestamp\":\"2026-11-20T08:00:00.123456789Z\","
                + "\"interrupted\":false,\"summary\":false}");
  }

  @Test
  void bytesAreBase64() {
    Attachment data = Attachment.of("image/png", new byte[] {1, 2, 3});
    HistoryEntry entry = HistoryEntry.of(Message.user("").withAttachments(data), NOW);
    assertThat(entry.toJson().toString()).contains("\"bytes\":\"AQID\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut \ud83d", "\ude00 rest", "\ud83d\ud83d", "whole \ud83d\ude00"})
  void halfACharacterIsNotLost(String text) {
    HistoryEntry entry = HistoryEntry.of(Message.user(text), NOW);
    assertThat(HistoryEntry.parse(entry.toJson())).isEqualTo(entry);
  }

  @Test
  void anAttachmentMayBeLarge() {
    Attachment data = Attachment.of("image/png", new byte[16 << 20]);
    HistoryEntry entry = HistoryEntry.of(Message.user("").withAttachments(data), NOW);
    assertThat(HistoryEntry.parse(entry.toJson())).isEqualTo(entry);
  }

  @Test
  void unknownFieldsOfALaterVersionAreSkipped() {
    HistoryEntry entry =
        HistoryEntry.of(
            Message.user("hi").withAttachments(Attachment.reference(URI.create("mem:1"))), NOW);
    JsonObject json = new JsonObject(entry.toJson()).put("mood", "good");
    json.getJsonObject("message").put("mood", new JsonObject().put("is", "good"));
    json.getJsonObject("message").getJsonArray("attachments").getJsonObject(0).put("mood", 7);
    assertThat(HistoryEntry.parse(json.toBuffer())).isEqualTo(entry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{",
        "{'message':{'role':'user','content':'secret'}}",
        "{'message':null,TIME}",
        "{'message':{'content':'secret'},TIME}",
        "{'message':{'role':'secret','content':'hi'},TIME}",
        "{'message':{'role':'tool','content':'secret'},TIME}",
        "{'message':{'role':'user','content':'hi'},'timestamp':'secret'}",
        "{'message':{'role':'assistant','tool_calls':[{'id':'c'}]},TIME}",
        "{'message':{'role':'assistant','tool_calls':[{'id':'c','function':{}}]},TIME}",
        "{'message':{'role':'user','attachments':[{}]},TIME}",
        "{'message':{'role':'user','attachments':[null]},TIME}",
        "{'message':{'role':'user','attachments':[{'mediaType':'image/png'}]},TIME}",
        "{'message':{'role':'user','attachments':[{'mediaType':'secret','bytes':''}]},TIME}",
        "{'message':{'role':'assistant'},'picture':{'prompt':'secret'},TIME}",
        "{'message':{'role':'assistant'},'picture':{'location':'mem:1'},TIME}",
        "{'message':{'role':'assistant'},TIME}{}"
      })
  void malformedEntriesAreProtocolFailures(String json) {
    String time = "'timestamp':'2026-11-20T08:00:00Z'";
    Buffer malformed = Buffer.buffer(json.replace("TIME", time).replace('\'', '"'));
    assertThatThrownBy(() -> HistoryEntry.parse(malformed))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasNoCause()
        .hasMessageStartingWith("history: this is not the JSON of an entry.");
  }

  @Test
  void soIsOneNestedTooDeep() {
    Buffer deep = Buffer.buffer("{\"message\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> HistoryEntry.parse(deep)).isInstanceOf(AnimusException.Protocol.class);
  }
}
