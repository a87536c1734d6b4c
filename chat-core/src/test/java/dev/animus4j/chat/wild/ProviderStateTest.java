package dev.animus4j.chat.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.WatchedVertx;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider wants back goes back as it came, to the same model only, also from a history. */
class ProviderStateTest {
  private static final Message QUESTION = Message.user("The weather?");

  private static WatchedVertx watched;
  private static Http http;
  private static StrictServer server;

  @BeforeAll
  static void open() {
    watched = new WatchedVertx();
    Vertx vertx = watched.get();
    http = Http.create(vertx);
    server = new StrictServer(vertx, asked -> {});
  }

  @AfterAll
  static void close() {
    watched.close();
  }

  private static OpenAiCompatibleChat compatible(String model) {
    return OpenAiCompatibleChat.create(
        http, OpenAiCompatibleChat.endpoint(server.origin(), Credentials.none()), model);
  }

  private static GeminiChat gemini(String model) {
    return GeminiChat.create(
        http, GeminiChat.endpoint(Credentials.key("key")).withBaseUrl(server.origin()), model);
  }

  private static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  private static String chunks(String... deltas) {
    StringBuilder events = new StringBuilder();
    for (String delta : deltas) {
      events.append("data: {\"choices\":[{\"index\":0,\"delta\":");
      events.append(delta.replace('\'', '"')).append("}]}\n\n");
    }
    return events
        + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
        + "data: [DONE]\n\n";
  }

  /** The messages of a request that goes on with the response, through the JSON of the history. */
  private static List<Message> continued(ChatResponse response) {
    List<Message> messages = new ArrayList<>(List.of(QUESTION, response.toMessage()));
    response.toolCalls().forEach(call -> messages.add(Message.tool(call.id(), "Rain.")));
    return messages.stream()
        .map(message -> HistoryEntry.of(message, Instant.EPOCH))
        .map(entry -> HistoryEntry.parse(entry.toJson()).message())
        .toList();
  }

  private static JsonObject sent(JsonObject asked, int message) {
    return asked.getJsonArray("messages").getJsonObject(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'extra_content':{'google':{'thought_signature':'A+/='}}}",
        "{'thought_signature':'A'}",
        "{'provider_specific_fields':{'thoughtSignature':'A'}}"
      })
  void membersOfACallGoBackToTheModelThatWroteThem(String members) {
    JsonObject call =
        json("{'id':'x:0','type':'function','function':{'name':'f','arguments':'{}'}}");
    call.mergeIn(json(members));
    JsonObject message =
        json("{'role':'assistant','content':null,'reasoning_content':'hm'}")
            .put("tool_calls", new JsonArray().add(call));
    server.replies(asked -> StrictServer.message(message));

    ChatResponse response = compatible("a").reply(ChatRequest.of(QUESTION)).blockingGet();
    List<Message> next = continued(response);

    var same = compatible("a").reply(ChatRequest.of().withMessages(next)).blockingGet();
    assertThat(same.toolCalls()).hasSize(1);
    assertThat(sent(server.lastRequest(), 1)).isEqualTo(message);
    assertThat(sent(server.lastRequest(), 2).getString("tool_call_id")).isEqualTo("x:0");

    var other = compatible("b").reply(ChatRequest.of().withMessages(next)).blockingGet();
    assertThat(other.toolCalls()).hasSize(1);
    JsonObject foreign = sent(server.lastRequest(), 1);
    assertThat(foreign.getMap()).containsOnlyKeys("role", "content", "tool_calls");
    JsonObject sentCall = foreign.getJsonArray("tool_calls").getJsonObject(0);
    assertThat(sentCall.getMap()).containsOnlyKeys("id", "type", "function");
    assertThat(sentCall.getString("id")).matches("[a-zA-Z0-9]{9}");
    assertThat(sent(server.lastRequest(), 2).getString("tool_call_id"))
        .isEqualTo(sentCall.getString("id"));
  }

  @Test
  void membersArriveInPiecesWhenStreamed() {
    server.replies(
        asked ->
            new StrictServer.Reply(
                200,
                chunks(
                    "{'reasoning_content':'h','reasoning_details':[{'type':'reasoning.text','text':"
                        + "'It','index':0}]}",
                    "{'reasoning_content':'m','reasoning_details':[{'type':'reasoning.text','text':"
                        + "' rains','index':0},{'type':'reasoning.text','signature':'S','index':0}]}",
                    "{'tool_calls':[{'index':0,'id':'c','type':'function','function':{'name':'f',"
                        + "'arguments':''}}]}",
                    "{'tool_calls':[{'index':0,'function':{'arguments':'{}'},'extra_content':"
                        + "{'google':{'thought_signature':'A'}}}]}")));

    ChatRequest request = ChatRequest.of(QUESTION).withStreaming(true);
    ChatResponse response = compatible("a").reply(request).blockingGet();
    var unused = compatible("a").reply(request.withMessages(continued(response))).blockingGet();

    assertThat(sent(server.lastRequest(), 1))
        .isEqualTo(
            json(
                "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
                    + "'function':{'name':'f','arguments':'{}'},'extra_content':{'google':"
                    + "{'thought_signature':'A'}}}],'reasoning_details':[{'type':'reasoning.text',"
                    + "'text':'It rains','index':0,'signature':'S'}],'reasoning_content':'hm'}"));
  }

  @Test
  void reasoningAloneDoesNotGoBack() {
    server.replies(
        asked ->
            StrictServer.message(
                json("{'role':'assistant','content':'Hi','reasoning_content':'hm','images':[]}")));

    ChatResponse response = compatible("a").reply(ChatRequest.of(QUESTION)).blockingGet();
    List<Message> next = new ArrayList<>(continued(response));
    next.add(Message.user("And now?"));
    var unused = compatible("a").reply(ChatRequest.of().withMessages(next)).blockingGet();

    assertThat(sent(server.lastRequest(), 1).getMap()).containsOnlyKeys("role", "content");
  }

  @ParameterizedTest
  @CsvSource({"thoughtSignature", "thought_signature"})
  void partsOfGeminiGoBackAsTheyCame(String spelling) {
    JsonArray parts =
        new JsonArray()
            .add(json("{'text':'I look.'}"))
            .add(json("{'functionCall':{'name':'f','args':{'a':1}}}").put(spelling, "g-1"))
            .add(json("{'text':''}").put(spelling, "g-2"));
    JsonObject candidate =
        new JsonObject()
            .put("content", new JsonObject().put("role", "model").put("parts", parts))
            .put("finishReason", "STOP");
    String body = new JsonObject().put("candidates", new JsonArray().add(candidate)).encode();
    server.replies(asked -> new StrictServer.Reply(200, body));

    ChatResponse response = gemini("a").reply(ChatRequest.of(QUESTION)).blockingGet();
    List<Message> next = continued(response);

    var same = gemini("a").reply(ChatRequest.of().withMessages(next)).blockingGet();
    assertThat(same.toolCalls()).hasSize(1);
    assertThat(parts(1)).isEqualTo(parts);

    var other = gemini("b").reply(ChatRequest.of().withMessages(next)).blockingGet();
    assertThat(other.toolCalls()).hasSize(1);
    assertThat(parts(1).encode())
        .contains("skip_thought_signature_validator")
        .doesNotContain("g-1", "g-2");
  }

  private static JsonArray parts(int content) {
    return server
        .lastRequest()
        .getJsonArray("contents")
        .getJsonObject(content)
        .getJsonArray("parts");
  }
}
