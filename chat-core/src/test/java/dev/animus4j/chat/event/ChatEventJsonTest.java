package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ExchangeEvent.AttemptFailed;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpBlocked;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationProgressed;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.ImageEvent.ImagePromptDetected;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.event.ToolEvent.ToolCallCompleted;
import dev.animus4j.chat.event.ToolEvent.ToolCallFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatEventJsonTest {
  private static final EventStamp AT =
      new EventStamp("c\"1", "x-1", 7, Instant.parse("2026-11-20T08:00:00.123Z"));
  private static final Failure ERROR = new Failure("rateLimited", "wait", 250L);
  private static final GeneratedImage PICTURE =
      new GeneratedImage(
          "a <cat>",
          URI.create("file:/tmp/a.png"),
          "image/png",
          4,
          3,
          99,
          "p",
          "m",
          "g1",
          5L,
          12,
          true);

  static Stream<ChatEvent> events() {
    return Stream.concat(told(), Stream.of(new ReasoningTokens(AT, "hm")));
  }

  private static Stream<ChatEvent> told() {
    return Stream.of(
        new MessageReceived(AT, "", List.of(URI.create("mem:1"))),
        new MessageStarted(AT, MessageType.REGULAR, "", null, null, List.of()),
        new MessageStarted(AT, MessageType.AUTO, "hi", 0, 2, List.of("gore")),
        new MessageTokens(AT, "é€😀\u2028"),
        new MessageCompleted(
            AT,
            MessageType.FOLLOW_UP,
            "hi",
            null,
            null,
            1,
            "thought",
            List.of(new ToolCall("c1", "f", "{}")),
            "a cat",
            "p",
            "m",
            List.of("gore"),
            FinishReason.LENGTH,
            "r1"),
        new MessageFailed(AT, ERROR),
        new MessageFailed(AT, new Failure("contentPolicy", "no", null, "I will not.")),
        new MessagesCancelled(AT, 2, "newMessage"),
        new ImagePromptDetected(AT, "a cat", "server", false),
        new ImagePromptDetected(AT, "a cat", "tool", true),
        new ImageGenerationStarted(AT, "i1", "a cat"),
        new ImageGenerationProgressed(AT, "i1", 0, URI.create("file:/tmp/b.png")),
        new ImageGenerationCompleted(AT, "i1", PICTURE),
        new ImageGenerationFailed(AT, "i1", "a cat", new Failure("timedOut", "slow", null)),
        new FollowUpScheduled(AT, 2000),
        new FollowUpBlocked(AT, FollowUpBlockReason.NO_HISTORY),
        new ContentModerated(
            AT,
            GuardrailStage.OUTPUT,
            ModerationAction.WITHHELD,
            List.of("gore"),
            "not here",
            null),
        new ContentModerated(
            AT, GuardrailStage.IMAGE_PROMPT, ModerationAction.WITHHELD, List.of(), null, ERROR),
        new AttemptFailed(AT, "chat", 1, 500, "p", ERROR),
        new MessageQueued(AT, "hi", 2),
        new ToolCallStarted(AT, "c1", "f", ""),
        new ToolCallCompleted(AT, "c1", "f", 12),
        new ToolCallFailed(AT, "c1", "f", 12, ERROR),
        new ExchangeCompleted(
            AT,
            ExchangeOutcome.INTERRUPTED,
            1,
            0,
            new Usage(1, 2, 3),
            List.of(new ModelUsage("p", "m", new Usage(1, 2, 3))),
            40));
  }

  @ParameterizedTest
  @MethodSource("events")
  void isReadBackAsItWas(ChatEvent event) {
    assertThat(ChatEvents.parse(ChatEvents.toJson(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void carriesTheStampBesideItsOwnFields(ChatEvent event) {
    JsonObject json = new JsonObject(ChatEvents.toJson(event));
    assertThat(json.getString("conversationId")).isEqualTo("c\"1");
    assertThat(json.getString("exchangeId")).isEqualTo("x-1");
    assertThat(json.getLong("sequence")).isEqualTo(7);
    assertThat(json.getString("timestamp")).isEqualTo("2026-11-20T08:00:00.123Z");
    assertThat(json.fieldNames()).contains("type").doesNotContain("stamp", "picture");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "1",
        "\"event\"",
        "[]",
        "{}",
        "{",
        "{\"type\":null}",
        "{\"type\":\"messageTokens\"}",
        "{\"type\":\"messageTokens\",\"content\":{},STAMP}",
        "{\"type\":\"messageError\",STAMP}",
        "{\"type\":\"messageError\",\"error\":null,STAMP}",
        "{\"type\":\"messageError\",\"error\":\"no\",STAMP}",
        "{\"type\":\"messageStart\",\"content\":\"hi\",STAMP}",
        "{\"type\":\"messageStart\",\"messageType\":\"odd\",\"content\":\"hi\",STAMP}",
        "{\"type\":\"messageReceived\",\"content\":\"hi\",\"images\":[null],STAMP}",
        "{\"type\":\"messageComplete\",\"messageType\":\"regular\",\"toolCalls\":[{}],STAMP}",
        "{\"type\":\"imageGenerationComplete\",\"imageId\":\"i\",STAMP}",
        "{\"type\":\"exchangeComplete\",STAMP}",
        "{\"type\":\"messageTokens\",\"content\":\"x\",\"sequence\":1}",
        "{\"type\":\"messageTokens\",\"content\":\"x\",\"conversationId\":\"c\",\"exchangeId\":\"x\","
            + "\"timestamp\":\"2026-11-20T08:00:00Z\"}"
      })
  void malformedEventsAreProtocolFailures(String json) {
    String stamp =
        "\"conversationId\":\"c\",\"exchangeId\":\"x\",\"sequence\":1,"
            + "\"timestamp\":\"2026-11-20T08:00:00Z\"";
    assertThatThrownBy(() -> ChatEvents.parse(Buffer.buffer(json.replace("STAMP", stamp))))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasNoCause()
        .hasMessageStartingWith("event bus: this is not the JSON of an event.");
  }

  @Test
  void soIsOneNestedTooDeep() {
    Buffer deep = Buffer.buffer("{\"type\":" + "[".repeat(100_000));
    assertThatThrownBy(() -> ChatEvents.parse(deep)).isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void soIsAMessageOnTheWireThatIsCutShort() {
    Buffer whole = Buffer.buffer();
    ChatEventCodec codec = new ChatEventCodec();
    codec.encodeToWire(whole, new MessageTokens(AT, "hi"));
    assertThat(codec.decodeFromWire(0, whole)).isEqualTo(new MessageTokens(AT, "hi"));
    for (int length = 0; length < whole.length(); length++) {
      Buffer cut = whole.getBuffer(0, length);
      assertThatThrownBy(() -> codec.decodeFromWire(0, cut))
          .isInstanceOf(AnimusException.Protocol.class);
    }
    Buffer lying = Buffer.buffer().appendInt(Integer.MAX_VALUE).appendString("{}");
    assertThatThrownBy(() -> codec.decodeFromWire(0, lying))
        .isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void imagesMayHaveOtherAddressesForABrowser() {
    URI web = URI.create("/images/1.png");
    List<String> json =
        events()
            .map(event -> ChatEvents.toJson(event.withImageUrls(any -> web)).toString())
            .toList();
    assertThat(json).noneMatch(it -> it.contains("file:") || it.contains("mem:"));
    assertThat(json).filteredOn(it -> it.contains("/images/1.png")).hasSize(3);
    assertThat(events().map(event -> event.withImageUrls(url -> url)))
        .containsExactlyElementsOf(events().toList());
  }

  @Test
  void aServerSentEventHasIdTypeAndJson() {
    ChatEvent event = new MessageTokens(AT, "hi\nyou");
    assertThat(ChatEvents.toServerSentEvent(event).toString())
        .isEqualTo("id: 7\nevent: messageTokens\ndata: " + ChatEvents.toJson(event) + "\n\n");
  }

  @Test
  void anEmptyTextStaysOne() {
    ChatEvent nameless = new ImageGenerationStarted(AT, "", "");
    assertThat(ChatEvents.parse(ChatEvents.toJson(nameless))).isEqualTo(nameless);
    GeneratedImage of =
        new GeneratedImage(
            "", URI.create("mem:1"), "image/png", 4, 3, 99, "", "", "", null, 12, false);
    ChatEvent drawn = new ImageGenerationCompleted(AT, "i", of);
    assertThat(ChatEvents.parse(ChatEvents.toJson(drawn))).isEqualTo(drawn);
  }

  @Test
  void everyKindOfEventIsCovered() {
    Stream<Class<?>> kinds =
        Stream.of(ChatEvent.class.getPermittedSubclasses())
            .filter(Class::isSealed)
            .flatMap(family -> Stream.of(family.getPermittedSubclasses()));
    assertThat(events().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds.toList());
  }

  @Test
  void namesAreThoseOfTheAnimusSdk() {
    ChatEvent event = events().toList().get(4);
    JsonObject json = new JsonObject(ChatEvents.toJson(event));
    JsonObject call =
        new JsonObject()
            .put("id", "c1")
            .put("type", "function")
            .put("function", new JsonObject().put("name", "f").put("arguments", "{}"));
    assertThat(json.getMap())
        .containsEntry("type", "messageComplete")
        .containsEntry("messageType", "followup")
        .containsEntry("imagePrompt", "a cat")
        .doesNotContainKey("turnIndex");
    assertThat(json.getJsonArray("toolCalls")).isEqualTo(new JsonArray().add(call));
    assertThat(json.getJsonArray("compliance_violations")).isEqualTo(new JsonArray().add("gore"));
    assertThat(told().map(e -> new JsonObject(ChatEvents.toJson(e)).getString("type")).distinct())
        .containsExactly(
            "messageReceived",
            "messageStart",
            "messageTokens",
            "messageComplete",
            "messageError",
            "messagesCancelled",
            "imagePromptDetected",
            "imageGenerationStart",
            "imageGenerationProgress",
            "imageGenerationComplete",
            "imageGenerationError",
            "followUpScheduled",
            "followUpBlocked",
            "moderation",
            "attemptFailed",
            "messageQueued",
            "toolCallStart",
            "toolCallComplete",
            "toolCallError",
            "exchangeComplete");
  }

  @Test
  void unknownFieldsOfALaterVersionAreSkipped() {
    JsonObject json = new JsonObject(ChatEvents.toJson(new MessageTokens(AT, "hi")));
    assertThat(ChatEvents.parse(json.put("mood", "good").toBuffer()))
        .isEqualTo(new MessageTokens(AT, "hi"));
  }

  @Test
  void theWireFormBetweenNodesIsThatJson() {
    ChatEvent event = events().toList().get(10);
    Buffer wire = Buffer.buffer("before");
    new ChatEventCodec().encodeToWire(wire, event);
    assertThat(new ChatEventCodec().decodeFromWire(6, wire.appendString("after"))).isEqualTo(event);
  }

  @Test
  void aVerdictSaysWhatWasDoneAtWhichStage() {
    ContentModerated verdict =
        new ContentModerated(
            AT,
            GuardrailStage.IMAGE_PROMPT,
            ModerationAction.REPLACED,
            List.of("gore"),
            "not here",
            null);
    JsonObject json = new JsonObject(ChatEvents.toJson(verdict));
    assertThat(json.getMap())
        .containsEntry("type", "moderation")
        .containsEntry("stage", "imagePrompt")
        .containsEntry("action", "replaced")
        .containsEntry("reason", "not here")
        .doesNotContainKey("error");
    assertThat(json.getJsonArray("categories")).isEqualTo(new JsonArray().add("gore"));
  }

  @Test
  void aTurnCarriesItsViolationsFromItsStart() {
    JsonObject json = new JsonObject(ChatEvents.toJson(events().toList().get(2)));
    assertThat(json.getJsonArray("compliance_violations")).isEqualTo(new JsonArray().add("gore"));
  }
}
