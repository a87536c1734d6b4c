package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ChatUpdate.TextDelta;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.simulator.ScriptedResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatStreamTest {
  private static final String HE_LO = word("Hé") + word("🦊o") + finish("stop");

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static List<ChatUpdate> streamed(String text) {
    PROVIDER.streams(text);
    return parts(PROVIDER.compatible(), STREAMING);
  }

  private static ChatResponse last(List<ChatUpdate> parts) {
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  private static List<String> words(List<ChatUpdate> parts) {
    return parts.stream()
        .filter(TextDelta.class::isInstance)
        .map(words -> ((TextDelta) words).text())
        .toList();
  }

  /** All words, however many of them arrived together. */
  private static String said(List<ChatUpdate> parts) {
    return String.join("", words(parts));
  }

  @Test
  void wordsThatArriveTogetherAreToldTogetherAndTheReplyLast() {
    List<ChatUpdate> parts = streamed(HE_LO + DONE);

    assertThat(parts).hasSize(2).startsWith(new TextDelta("Hé🦊o"));
    assertThat(last(parts).content()).isEqualTo("Hé🦊o");
    assertThat(last(parts).metadata().finishReason()).isEqualTo("stop");
  }

  @Test
  void theSimulatorsOwnStreamIsRead() {
    List<ChatUpdate> parts = parts(PROVIDER.animus(), STREAMING.withFeatures(reasoning()));

    assertThat(said(parts)).isEqualTo(last(parts).content()).contains("Hello");
    assertThat(words(parts)).hasSizeGreaterThan(10);
    assertThat(last(parts).reasoning()).startsWith("Simulated reasoning: of 1 messages");
    assertThat(last(parts).metadata().usage()).isNotNull();
  }

  private static RequestedFeatures reasoning() {
    return RequestedFeatures.NONE.withReasoning(true);
  }

  static Stream<Arguments> distractions() {
    return Stream.of(
        arguments(": OPENROUTER PROCESSING\n\n" + HE_LO + ":\n\n" + DONE),
        arguments(HE_LO.replace("data: ", "data:") + DONE),
        arguments(HE_LO.replace("\n", "\r\n") + DONE),
        arguments(HE_LO.replace("\n", "\r") + DONE),
        arguments("\uFEFF" + HE_LO + DONE),
        arguments("event: message\nid: 7\nretry: 10\n" + HE_LO + DONE),
        arguments("data:\n\n" + HE_LO + DONE),
        arguments(HE_LO + "data:[DONE]\n\n"),
        arguments(HE_LO + "data: [DONE] \n\n"),
        arguments(HE_LO + DONE + word("!") + events("{'error':'late'}") + "data: {not json\n\n"),
        arguments(HE_LO + DONE + DONE),
        arguments(events("{}", "{'choices':[]}", "{'choices':null}") + HE_LO + DONE),
        arguments(events("{'choices':[{'index':0,'delta':null}]}") + HE_LO + DONE),
        arguments(
            events("{'choices':[{'index':0,'delta':{'role':'assistant','content':null}}]}")
                + HE_LO
                + DONE),
        arguments(events("{'choices':[{'index':1,'delta':{'content':'x'}}]}") + HE_LO + DONE),
        arguments(
            events("{'choices':[{'delta':{'content':''}}],'obfuscation':'k3'}") + HE_LO + DONE),
        arguments(events("{'choices':[{'delta':{}}],'prompt_progress':{'a':1}}") + HE_LO + DONE),
        arguments(HE_LO.replace("}]}", "}],'error':null}".replace('\'', '"')) + DONE),
        arguments(HE_LO + finish("") + DONE));
  }

  @ParameterizedTest
  @MethodSource("distractions")
  void unrelatedEventsAreIgnored(String stream) {
    List<ChatUpdate> parts = streamed(stream);

    assertThat(said(parts)).isEqualTo("Hé🦊o");
    assertThat(last(parts).content()).isEqualTo("Hé🦊o");
    assertThat(last(parts).metadata().finishReason()).isEqualTo("stop");
  }

  @Test
  void theStreamMayBeSplitAnywhere() {
    byte[] bytes = (HE_LO + DONE).getBytes(UTF_8);
    for (int at = 1; at < bytes.length; at++) {
      byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
      PROVIDER
          .simulator()
          .script(ScriptedResponse.status(200).chunks(List.of(Arrays.copyOf(bytes, at), tail)));

      assertThat(said(parts(PROVIDER.compatible(), STREAMING))).isEqualTo("Hé🦊o");
    }
  }

  @Test
  void theStreamMayComeByteByByte() {
    byte[] bytes = (HE_LO + DONE).getBytes(UTF_8);
    List<byte[]> single =
        IntStream.range(0, bytes.length).mapToObj(i -> new byte[] {bytes[i]}).toList();
    PROVIDER.simulator().script(ScriptedResponse.status(200).chunks(single));

    assertThat(said(parts(PROVIDER.compatible(), STREAMING))).isEqualTo("Hé🦊o");
  }

  @Test
  void theLastOfTurnsAndNextCounts() {
    ChatResponse response =
        last(
            streamed(
                events(
                        "{'choices':[{'delta':{'content':'a b','turns':['a'],'next':false}}]}",
                        "{'choices':[{'delta':{'turns':['a','b'],'next':true}}]}",
                        "{'choices':[{'delta':{'turns':null,'next':null}}]}")
                    + DONE));

    assertThat(response.turns()).containsExactly("a", "b");
    assertThat(response.next()).isTrue();
  }

  @Test
  @DisplayName("violations found in a stream are told")
  void violationsInAnyChunkAreTold() {
    String gore = "{'choices':[],'compliance_violations':['gore','murder']}";
    String none = "{'choices':[],'compliance_violations':null}";

    assertThat(last(streamed(HE_LO + events(gore, none) + DONE)).complianceViolations())
        .containsExactly("gore", "murder");
  }

  @Test
  @DisplayName("reasoning in a stream is told apart from the answer, whichever way it comes")
  void reasoningIsNoWordOfTheAnswer() {
    String thought = "{'choices':[{'delta':{'reasoning':'R'}}]}";
    List<ChatUpdate> byField =
        streamed(events(thought, thought.replace("reasoning", "reasoning_content")) + HE_LO + DONE);
    List<ChatUpdate> byTag =
        streamed(word("<thi") + word("nk>RR</th") + word("ink>\\n") + HE_LO + DONE);

    assertThat(said(byField)).isEqualTo("Hé🦊o");
    assertThat(said(byTag)).isEqualTo("Hé🦊o");
    assertThat(last(byTag)).isEqualTo(last(byField));
    assertThat(last(byTag).reasoning()).isEqualTo("RR");
  }

  @Test
  void theLastCountIsTheCountAndMayComeWithWordsOrWithoutChoices() {
    String counted = "'usage':{'prompt_tokens':1,'completion_tokens':%d,'total_tokens':%d}";
    String one = "{'choices':[{'delta':{'content':'a'}}]," + counted.formatted(1, 2) + "}";
    String two = "{'choices':[{'delta':{'content':'b'}}]," + counted.formatted(2, 3) + "}";
    String end = "{'choices':[]," + counted.formatted(5, 6) + "}";

    List<ChatUpdate> withWords = streamed(events(one, two) + finish("stop") + DONE);
    List<ChatUpdate> atTheEnd = streamed(events(one, two) + finish("stop") + events(end) + DONE);

    assertThat(said(withWords)).isEqualTo("ab");
    assertThat(last(withWords).metadata().usage()).isEqualTo(new Usage(1, 2, 3));
    assertThat(last(atTheEnd).metadata().usage()).isEqualTo(new Usage(1, 5, 6));
  }
}
