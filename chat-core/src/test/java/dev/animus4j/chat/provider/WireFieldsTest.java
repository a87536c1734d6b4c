package dev.animus4j.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.PromptMessageConverter;
import dev.animus4j.chat.history.ProviderRules;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only we know of a conversation stays here: providers refuse, or store, unknown fields. */
class WireFieldsTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static final Instant NOW = Instant.parse("2031-07-08T09:10:11Z");
  private static final String SECRET = "hush-";

  private static HistoryEntry knowing(Message message) {
    return new HistoryEntry(
        message,
        NOW,
        SECRET + "reply",
        SECRET + "reasoning",
        List.of(SECRET + "violation"),
        null,
        true);
  }

  private static HistoryEntry picture() {
    Image shown =
        new Image(
            URI.create("file:/" + SECRET + "location.png"),
            new Image.Format("image/" + SECRET + "type", 4321, 1234, 98765),
            "a cat",
            new Image.Generation(
                "test", SECRET + "model", SECRET + "id", 77L, Duration.ofMillis(5), null, null),
            new Image.Lineage(URI.create("https://" + SECRET + "published"), null, null),
            false);
    return HistoryEntry.of(HistoryEntry.ImageReference.of("a cat", shown), NOW);
  }

  /** A conversation that has everything there is to know. */
  private static ChatRequest everything() {
    List<HistoryEntry> entries =
        List.of(
            knowing(Message.user("before")),
            HistoryEntry.summary("we met", NOW),
            knowing(Message.user("hi")),
            knowing(Message.assistant("A")),
            knowing(Message.assistant("B")),
            picture(),
            knowing(Message.user("weather?")),
            knowing(
                Message.assistant("").withToolCalls(List.of(new ToolCall("c1", "weather", "{}")))),
            knowing(Message.tool("c1", "sunny")),
            HistoryEntry.partialResponse("It is", NOW),
            knowing(Message.user("go on")));
    List<Message> messages = PromptMessageConverter.of(entries);
    ProviderRules.check(messages);
    return ChatRequest.of().withModel("M").withMessages(messages);
  }

  private static JsonNode asked(ChatModel model) {
    SimulatedProvider.parts(model, everything());
    String body = PROVIDER.received().body();
    assertThat(body).contains("we met", "A B", "<image description", "sunny", "It is");
    assertThat(body)
        .doesNotContain(SECRET, "2031", "4321", "98765")
        .doesNotContainIgnoringCase("timestamp")
        .doesNotContainIgnoringCase("interrupted")
        .doesNotContainIgnoringCase("\"summary\"")
        .doesNotContainIgnoringCase("replyId");
    return PROVIDER.asked();
  }

  private static Set<String> fields(JsonNode json) {
    Set<String> names = new TreeSet<>();
    json.forEach(child -> names.addAll(fields(child)));
    json.properties().stream().map(Map.Entry::getKey).forEach(names::add);
    return names;
  }

  private static void isOfTheDialect(JsonNode asked) {
    assertThat(fields(asked.path("messages")))
        .isSubsetOf(
            "role",
            "content",
            "name",
            "tool_calls",
            "tool_call_id",
            "id",
            "type",
            "function",
            "arguments")
        .contains("tool_calls", "tool_call_id");
  }

  @Test
  void toOpenAi() {
    isOfTheDialect(asked(PROVIDER.openAi()));
  }

  @Test
  void toACompatibleServer() {
    isOfTheDialect(asked(PROVIDER.compatible()));
  }

  @Test
  void toAnimus() {
    isOfTheDialect(asked(PROVIDER.animus()));
  }

  @Test
  void toGemini() {
    var endpoint =
        GeminiChat.endpoint(Credentials.key(SimulatedProvider.KEY))
            .withBaseUrl(PROVIDER.simulator().origin() + "/v1beta");
    JsonNode asked = asked(GeminiChat.create(PROVIDER.http(), endpoint, "any"));
    assertThat(fields(asked.path("contents")))
        .isSubsetOf(
            "role",
            "parts",
            "text",
            "functionCall",
            "functionResponse",
            "name",
            "args",
            "id",
            "response",
            "result",
            "thoughtSignature")
        .contains("functionCall", "functionResponse");
  }
}
