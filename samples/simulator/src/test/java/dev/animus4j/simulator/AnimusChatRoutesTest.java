package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnimusChatRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static String asking(String text, String options) {
    return messages("{\"role\":\"user\",\"content\":\"" + text + "\"}", options);
  }

  private static String messages(String messages, String options) {
    return "{\"messages\":[" + messages + "]" + (options.isEmpty() ? "" : "," + options) + "}";
  }

  private static JsonNode message(String request) throws Exception {
    return RUNNING.json("/v3/chat/completions", request).at("/choices/0/message");
  }

  @Test
  void aGreetingSaysFirstThatItIsSimulated() throws Exception {
    JsonNode answer = RUNNING.json("/v3/chat/completions", asking("Hello!", ""));

    assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(answer.at("/choices/0/message/content").asText())
        .startsWith("Hello, I am the Animus4J simulator, not a real model.");
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(1);
    assertThat(answer.has("compliance_violations")).isFalse();
  }

  @Test
  void anOrdinaryAnswerTellsHowManyMessagesItWasGiven() throws Exception {
    String system = "{\"role\":\"system\",\"content\":\"Be nice\"},";
    String user = "{\"role\":\"user\",\"content\":\"What is 2 + 2?\"}";

    assertThat(message(messages(system + user, "")).path("content").asText())
        .isEqualTo("This is a simulated answer to \"What is 2 + 2?\". I was given 2 messages.");
  }

  @Test
  void theImagePromptComesOnlyWhenChecked() throws Exception {
    String text = "Can you show me a beautiful sunset over the ocean?";

    assertThat(message(asking(text, "\"check_image_generation\":true")).path("image_prompt"))
        .hasToString("\"A beautiful sunset over the ocean\"");
    assertThat(message(asking(text, "")).has("image_prompt")).isFalse();
    assertThat(message(asking("How are you?", "\"check_image_generation\":true")))
        .noneMatch(JsonNode::isMissingNode)
        .hasSize(2);
  }

  @Test
  void aRefinementKeepsTheEarlierPicture() throws Exception {
    String history =
        """
        {"role":"user","content":"draw a dog"},
        {"role":"assistant",
         "content":"<image description=\\"A dog\\" />"},
        {"role":"assistant",
         "content":"<image description=\\"A &quot;cat&quot; &lt;3 &amp; a mouse&#10;at sea\\" />"},
        {"role":"user","content":"Can you make the colors more vibrant?"}
        """;

    assertThat(
            message(messages(history, "\"check_image_generation\":true"))
                .path("image_prompt")
                .asText())
        .isEqualTo("A \"cat\" <3 & a mouse\nat sea, with more vibrant colors");
  }

  @Test
  void aRefinementWithoutAnEarlierPictureHasNothingToChange() throws Exception {
    JsonNode message = message(asking("Make it brighter", "\"check_image_generation\":true"));

    assertThat(message.path("content").asText()).contains("no earlier picture");
    assertThat(message.has("image_prompt")).isFalse();
  }

  @Test
  void turnsAreTheLinesOfTheContent() throws Exception {
    JsonNode message = message(asking("Tell me more about the sea", "\"autoTurn\":true"));
    List<String> turns = new ArrayList<>();
    message.path("turns").forEach(turn -> turns.add(turn.asText()));

    assertThat(turns).hasSize(2);
    assertThat(message.path("content").asText()).isEqualTo(String.join("\n", turns));
    assertThat(message.path("next").asBoolean()).isTrue();
  }

  @Test
  void aFollowUpContinuesAndExpectsNothingMore() throws Exception {
    String history =
        """
        {"role":"user","content":"tell me more"},
        {"role":"assistant","content":"Well,"}
        """;
    JsonNode message = message(messages(history, "\"autoTurn\":true,\"max_tokens\":150"));

    assertThat(message.path("content").asText()).startsWith("And one more thing");
    assertThat(message.path("next").asBoolean()).isFalse();
  }

  @Test
  void reasoningComesWhenAsked() throws Exception {
    assertThat(message(asking("x", "\"reasoning\":true")).path("reasoning").asText())
        .startsWith("Simulated reasoning");
    assertThat(message(asking("x", "")).has("reasoning")).isFalse();
  }

  @Test
  void violationsAreNamedUnlessComplianceIsOff() throws Exception {
    JsonNode answer = RUNNING.json("/v2/chat/completions", asking("murder and drug use", ""));

    assertThat(answer.path("compliance_violations")).hasToString("[\"murder\",\"drug_use\"]");
    assertThat(answer.at("/choices/0/compliance_violations")).hasSize(2);
    assertThat(RUNNING.json("/v2/chat/completions", asking("murder", "\"compliance\":false")))
        .noneMatch(field -> field.toString().contains("\"murder\"]"));
  }

  @Test
  void anAnswerStopsAtItsLimit() throws Exception {
    JsonNode answer = RUNNING.json("/v3/chat/completions", asking("hi", "\"max_tokens\":3"));

    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("Hello, I am");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void aStreamBringsRoleReasoningWordsTurnsAndFinish() throws Exception {
    String options =
        "\"stream\":true,\"autoTurn\":true,\"reasoning\":true,\"check_image_generation\":true";
    List<String> events = RUNNING.events("/v3/chat/completions", asking("show me gore", options));

    StringBuilder shape = new StringBuilder();
    StringBuilder content = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      JsonNode delta = RUNNING.read(event).at("/choices/0/delta");
      shape.append(
          delta.properties().stream().map(field -> field.getKey().substring(0, 1)).toList());
      content.append(delta.path("content").asText());
    }
    assertThat(shape).matches("\\[r, c\\](\\[r\\])+(\\[c\\])+\\[t, n\\]\\[\\]");
    assertThat(content)
        .hasToString(
            "I would love to show you that.\nA simulated picture is all I can draw: gore.");
    assertThat(events).last().isEqualTo("[DONE]");
    assertThat(events).noneMatch(event -> event.contains("image_prompt"));
    assertThat(RUNNING.read(events.get(events.size() - 2)).path("compliance_violations"))
        .hasToString("[\"gore\"]");
  }
}
