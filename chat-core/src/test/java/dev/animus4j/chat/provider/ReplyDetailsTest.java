package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.FinishReason;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ModelRefusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a provider says of its reply, and how it can be asked. */
class ReplyDetailsTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static ChatResponse last(ChatModel model, ChatRequest request) {
    var parts = parts(model, request);
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  @Test
  void theUsageHasItsParts() {
    String usage =
        "'usage':{'prompt_tokens':10,'completion_tokens':20,'total_tokens':30,"
            + "'prompt_tokens_details':{'cached_tokens':4,'audio_tokens':1,'image_tokens':2},"
            + "'completion_tokens_details':{'reasoning_tokens':8,'audio_tokens':3,'x':null}}";
    Usage expected = new Usage(10, 20, 30, 4, 0, 8, 1, 2, 3, 0);
    assertUsage(usage, expected);
    assertUsage(
        "'usage':{'prompt_tokens':10,'prompt_cache_hit_tokens':4,'completion_tokens':2}",
        new Usage(10, 2, 12, 4, 0, 0, 0, 0, 0, 0));
    assertUsage(
        "'usage':{'input_tokens':10,'cache_read_input_tokens':4,'cache_creation_input_tokens':1,"
            + "'output_tokens':2}",
        new Usage(15, 2, 17, 4, 1, 0, 0, 0, 0, 0));
    assertUsage(
        "'usage':{'prompt_tokens':10,'completion_tokens':2,'total_tokens':17,"
            + "'completion_tokens_details':{'reasoning_tokens':5}}",
        new Usage(10, 7, 17, 0, 0, 5, 0, 0, 0, 0));
    assertThat(expected.plus(expected)).isEqualTo(new Usage(20, 40, 60, 8, 0, 16, 2, 4, 6, 0));
  }

  private static void assertUsage(String usage, Usage expected) {
    PROVIDER.answers(
        "{'choices':[{'index':0,'message':{'content':'a'},'finish_reason':'stop'}]," + usage + "}");
    assertThat(last(PROVIDER.compatible(), HELLO).metadata().usage()).isEqualTo(expected);
    PROVIDER.streams(word("a") + finish("stop") + events("{'choices':[]," + usage + "}") + DONE);
    assertThat(last(PROVIDER.compatible(), STREAMING).metadata().usage()).isEqualTo(expected);
  }

  @Test
  void otherFieldsCanBeRead() {
    String response =
        "{'id':'1','created':7,'system_fingerprint':'fp','citations':['u'],'service_tier':null,"
            + "'choices':[{'index':0,'SAID':{'content':'a','annotations':[{'n':1}]},"
            + "'native_finish_reason':'end','finish_reason':'stop'}]}";
    PROVIDER.answers(response.replace("SAID", "message"));
    assertExtra(last(PROVIDER.compatible(), HELLO).metadata().extra());
    PROVIDER.answers(
        "{'system_fingerprint':'fp','choices':[{'index':0,'message':{'content':'a'},"
            + "'finish_reason':'stop'}]}");
    assertThat(last(PROVIDER.compatible(), HELLO).metadata().extra())
        .containsOnlyKeys("system_fingerprint");
    PROVIDER.streams(events(response.replace("SAID", "delta")) + DONE);
    assertExtra(last(PROVIDER.compatible(), STREAMING).metadata().extra());

    PROVIDER.streams(
        word("a")
            + word("b")
            + events("{'citations':['u'],'choices':[{'index':0,'delta':{'content':'c'}}]}")
            + events(
                "{'citations':['u'],'choices':[{'index':0,'delta':{'content':'d','list':[1]}}]}")
            + events("{'choices':[{'index':0,'delta':{'content':'e','list':[2]}}]}")
            + finish("stop")
            + DONE);
    ChatResponse streamed = last(PROVIDER.compatible(), STREAMING);
    assertThat(streamed.content()).isEqualTo("abcde");
    assertThat(streamed.metadata().extra().toString()).isEqualTo("{citations=[\"u\"], list=[1,2]}");
  }

  private static void assertExtra(Map<String, JsonNode> extra) {
    assertThat(extra)
        .containsOnlyKeys("system_fingerprint", "citations", "annotations", "native_finish_reason");
    assertThat(extra.get("citations").get(0).asText()).isEqualTo("u");
    assertThat(extra.get("annotations").toString()).isEqualTo("[{\"n\":1}]");
  }

  @Test
  void severalChoicesAreAlternatives() {
    PROVIDER.answers(
        "{'choices':[{'index':0,'message':{'content':'a'},'finish_reason':'stop'},"
            + "{'index':1,'message':{'content':'b'},'finish_reason':'length'},"
            + "{'index':2,'message':{'refusal':'no'},'finish_reason':'stop'}]}");
    assertAlternatives(last(PROVIDER.compatible(), HELLO));
    PROVIDER.streams(
        events("{'choices':[{'index':1,'delta':{'content':'b'}}]}")
            + word("a")
            + events("{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}")
            + finish("stop")
            + DONE);
    assertAlternatives(last(PROVIDER.compatible(), STREAMING));
  }

  private static void assertAlternatives(ChatResponse response) {
    assertThat(response.content()).isEqualTo("a");
    assertThat(response.metadata().isTruncated()).isFalse();
    assertThat(response.alternatives()).extracting(ChatResponse::content).containsExactly("b");
    assertThat(response.alternatives().get(0).metadata().isTruncated()).isTrue();
  }

  @Test
  void aRefusalHasItsWords() {
    PROVIDER.answers(
        "{'choices':[{'index':0,'message':{'content':null,'refusal':'I will not.'},"
            + "'finish_reason':'stop'}]}");
    assertRefused(failure(PROVIDER.compatible(), HELLO));
    PROVIDER.streams(
        events("{'choices':[{'index':0,'delta':{'refusal':'I will'}}]}")
            + events("{'choices':[{'index':0,'delta':{'refusal':' not.'}}]}")
            + finish("stop")
            + DONE);
    assertRefused(failure(PROVIDER.compatible(), STREAMING));
  }

  private static void assertRefused(AnimusException failure) {
    assertThat(failure).isInstanceOf(AnimusException.ContentPolicy.class);
    assertThat(((ModelRefusal) failure).text()).isEqualTo("I will not.");
    assertThat(failure.origin().excerpt()).isEqualTo("I will not.");
    assertThat(Failure.of(failure).kind()).isEqualTo("contentPolicy");
    assertThat(Failure.of(failure).text()).isEqualTo("I will not.");
  }

  @Test
  void finishReasonsHaveOneName() {
    for (String cut : List.of("length", "max_tokens", "MAX_TOKENS", "model_length", "max-tokens")) {
      assertThat(FinishReason.of(cut)).isEqualTo(FinishReason.LENGTH);
    }
    assertThat(FinishReason.of("end_turn")).isEqualTo(FinishReason.STOP);
    assertThat(FinishReason.of("tool_use")).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(FinishReason.of("SAFETY")).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(FinishReason.of("new")).isEqualTo(FinishReason.OTHER);
    assertThat(FinishReason.of("")).isNull();
  }

  @Test
  void requestsFitServersThatTakeLess() {
    ChatRequest request =
        STREAMING.withMessages(List.of(Message.system("Be kind."), Message.user("Hi")));
    String stream = word("a") + finish("stop") + DONE;
    PROVIDER.streams(stream);
    parts(PROVIDER.compatible().withoutStreamOptions(), request);
    assertThat(PROVIDER.asked().has("stream_options")).isFalse();

    PROVIDER.streams(stream);
    parts(PROVIDER.compatible().withDeveloperRole(), request);
    assertThat(PROVIDER.asked().at("/messages/0/role").asText()).isEqualTo("developer");
    assertThat(PROVIDER.asked().has("stream_options")).isTrue();

    PROVIDER.streams(stream);
    parts(PROVIDER.compatible().withSystemInFirstUserMessage(), request);
    assertThat(PROVIDER.asked().path("messages")).hasSize(1);
    assertThat(PROVIDER.asked().at("/messages/0/content").asText()).isEqualTo("Be kind.\n\nHi");

    PROVIDER.streams(word("<plan>hm</plan>a") + finish("stop") + DONE);
    ChatResponse planned = last(PROVIDER.compatible().withThinkTags("plan"), request);
    assertThat(planned.content() + planned.reasoning()).isEqualTo("ahm");
  }
}
