package dev.animus4j.chat.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallStarted;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.WatchedVertx;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Single;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each fault that the simulator knows, in each dialect, whole and streamed: what it leads to, as
 * {@code simulated-faults.txt} has it, and that the next message is answered, by a strict server. A
 * fault has two lines where the outcome depends on whether the connection had carried other calls:
 * a stream is told before its connection is free again.
 */
@Tag("long")
class SimulatedFaultsTest {
  private static final Tool WEATHER =
      Tool.of(
              "get_weather",
              "Tells the weather.",
              "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}")
          .withFunction(call -> Single.just("It rains."));

  private static WatchedVertx watched;
  private static Simulator simulator;
  private static Map<String, ChatModel> models;

  @BeforeAll
  static void open() {
    watched = new WatchedVertx();
    simulator = Simulator.start(watched.get(), 0).await();
    Http http = Http.create(watched.get());
    Credentials key = Credentials.key("sk-4f9d2c7b1a8e6035");
    String origin = simulator.origin();
    models =
        Map.of(
            "animus",
            AnimusChat.create(http, AnimusChat.endpoint(key).withBaseUrl(origin + "/v3"), "m"),
            "compatible",
            OpenAiCompatibleChat.create(
                http, OpenAiCompatibleChat.endpoint(origin + "/v1", key), "m"),
            "gemini",
            GeminiChat.create(http, GeminiChat.endpoint(key).withBaseUrl(origin + "/v1beta"), "m"));
  }

  @AfterAll
  static void close() {
    watched.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "animus whole",
        "animus streamed",
        "compatible whole",
        "compatible streamed",
        "gemini whole",
        "gemini streamed"
      })
  void eachFaultHasItsOutcomeAndTheConversationGoesOn(String way) throws Exception {
    Map<String, String> outcomes = new TreeMap<>();
    List<String> dead = new ArrayList<>();
    for (String fault : Simulator.faults().keySet()) {
      Chat chat = chat(way, fault);
      simulator.reset().script(atOnce(ScriptedResponse.fault(fault)));
      outcomes.put(fault, outcome(chat, "What is the weather in Rome?"));
      simulator.reset().scriptAll(ScriptedResponse.fault("strict"));
      String next = outcome(chat, "hello");
      if (!next.contains("answered")) {
        dead.add(fault + ": " + next);
      }
    }

    assertThat(dead).as("conversations that do not go on").isEmpty();
    List<String> different = lines(way, outcomes);
    different.removeAll(expected(way));
    assertThat(different).as("outcomes that are not in the file").isEmpty();
  }

  private static ScriptedResponse atOnce(ScriptedResponse response) {
    return response.delay(Duration.ofMillis(1)).gap(Duration.ofMillis(1));
  }

  private static Chat chat(String way, String fault) {
    ChatModel model = Objects.requireNonNull(models.get(way.split(" ")[0]));
    return AnimusClient.builder(watched.get())
        .chatModel(model)
        .options(
            ChatOptions.of("m", "s").withTools(WEATHER).withStreaming(way.endsWith("streamed")))
        .build()
        .chat(way + " " + fault);
  }

  private static String outcome(Chat chat, String text) {
    List<ChatEvent> events = chat.send(text).toList().blockingGet();
    assertThat(events).last().isInstanceOf(ExchangeCompleted.class);
    return String.join(", ", events.stream().flatMap(SimulatedFaultsTest::word).toList());
  }

  private static Stream<String> word(ChatEvent event) {
    if (event instanceof MessageCompleted completed) {
      return Stream.of("answered " + completed.content().replace("\n", "\\n"));
    } else if (event instanceof MessageFailed failed) {
      return Stream.of("failed " + failed.error().kind());
    } else if (event instanceof ToolCallStarted started) {
      return Stream.of("called " + started.name() + started.arguments().replace("\n", "\\n"));
    }
    return event instanceof ToolCallFailed ? Stream.of("in vain") : Stream.empty();
  }

  private static List<String> lines(String way, Map<String, String> outcomes) {
    return outcomes.entrySet().stream()
        .map(outcome -> String.join(" | ", way, outcome.getKey(), outcome.getValue()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<String> expected(String way) throws Exception {
    try (InputStream file = SimulatedFaultsTest.class.getResourceAsStream("simulated-faults.txt")) {
      String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return all.lines().filter(line -> line.startsWith(way + " |")).toList();
    }
  }
}
