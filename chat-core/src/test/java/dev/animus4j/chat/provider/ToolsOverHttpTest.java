package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolRunUpdate;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools that are called for by what a real connection brings, and answered over another. */
class ToolsOverHttpTest {
  private static final String CITY =
      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}";
  private static final Tool WEATHER =
      Tool.of("get_weather", "The weather", CITY)
          .withFunction(
              call -> Single.just("Rain in " + call.argumentsAs(CityArguments.class).city()));
  private static final Tool TIDES =
      Tool.of("get_tides", "The tides", CITY)
          .withFunction(call -> Single.error(new IllegalStateException("no sea")));
  private static final ChatRequest QUESTION =
      HELLO
          .withMessages(List.of(Message.user("What are the weather and the tides in Oslo?")))
          .withFeatures(RequestedFeatures.NONE.withTools(WEATHER, TIDES));

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  record CityArguments(String city) {}

  private static ChatResponse reply(List<ChatUpdate> parts) {
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  private static List<ChatUpdate> told(ChatModel model, ChatRequest request) {
    return parts(model.withToolCalls(Schedulers.single()), request);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCompatibleServerIsToldWhatCameOfEachCall(boolean streaming) {
    assertAnswered(told(PROVIDER.compatible(), QUESTION.withStreaming(streaming)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void soIsAnimus(boolean streaming) {
    assertAnswered(told(PROVIDER.animus(), QUESTION.withStreaming(streaming)));
  }

  private static void assertAnswered(List<ChatUpdate> parts) {
    assertThat(reply(parts).content())
        .isEqualTo("The tool answered: The call failed. It does not work.");
    assertThat(reply(parts).toolCalls()).isEmpty();
    assertThat(reply(parts).metadata().usage()).isNotNull();
    assertThat(parts).filteredOn(ToolRunUpdate.Completed.class::isInstance).hasSize(1);
    assertThat(parts).filteredOn(ToolRunUpdate.Failed.class::isInstance).hasSize(1);
    assertThat(PROVIDER.simulator().requests()).hasSize(2);
    JsonNode messages = PROVIDER.asked().path("messages");
    assertThat(messages.findValuesAsText("role"))
        .containsExactly("user", "assistant", "tool", "tool");
    JsonNode calls = messages.path(1).path("tool_calls");
    assertThat(calls.findValuesAsText("id"))
        .containsExactlyElementsOf(messages.findValuesAsText("tool_call_id"));
    assertThat(messages.path(2).path("content").asText()).isEqualTo("Rain in Oslo");
    assertThat(PROVIDER.asked().path("tools")).hasSize(2);
  }

  @Test
  void brokenArgumentsGoBackAsAnObjectWithWhatIsWrong() {
    String call =
        "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c1','type':'function',"
            + "'function':{'name':'get_weather','arguments':'no'}}]}}]}";
    PROVIDER.streams(word("Let me see.") + events(call) + finish("tool_calls") + DONE);
    PROVIDER.streams(word("Sorry.") + finish("stop") + DONE);

    List<ChatUpdate> parts = told(PROVIDER.openAi(), QUESTION.withStreaming(true));

    assertThat(reply(parts).content()).isEqualTo("Let me see.\n\nSorry.");
    JsonNode messages = PROVIDER.asked().path("messages");
    assertThat(messages.path(1).path("content").asText()).isEqualTo("Let me see.");
    assertThat(messages.at("/1/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"arguments\":\"no\"}");
    assertThat(messages.path(2).path("content").asText()).contains("no JSON object");
  }
}
