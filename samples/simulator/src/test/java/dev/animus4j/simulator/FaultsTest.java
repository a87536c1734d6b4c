package dev.animus4j.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The faults of real providers, byte for byte where bytes matter. */
@Timeout(60)
class FaultsTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static final String CHAT = "/v1/chat/completions";
  private static final String GEMINI = "/v1beta/models/m:generateContent";
  private static final String GEMINI_STREAM = "/v1beta/models/m:streamGenerateContent?alt=sse";
  private static final String TOOL =
      "{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}";

  private static String openAi(boolean stream) {
    return "{\"model\":\"m\",\"stream\":%s,\"tools\":[%s],\"messages\":[%s]}"
        .formatted(stream, TOOL, "{\"role\":\"user\",\"content\":\"the weather in Rome\"}");
  }

  private static String gemini() {
    return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"the weather in Rome\"}]}],"
        + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"get_weather\",\"parameters\":"
        + "{\"type\":\"OBJECT\",\"properties\":{\"city\":{\"type\":\"STRING\"}}}}]}]}";
  }

  private static String body(String path, String request, String fault) throws Exception {
    return RUNNING.send(RUNNING.post(path, request, headers(fault))).body();
  }

  private static String[] headers(String fault) {
    return new String[] {"X-Simulate", "fault=" + fault, "x-goog-api-key", "key"};
  }

  private static String raw(String path, String request, String fault) throws Exception {
    String length = "Content-Length: " + request.getBytes(UTF_8).length;
    String simulate = "X-Simulate: fault=" + fault + "; delay=0; gap=0";
    return RUNNING.raw(
        "POST", path, "x-goog-api-key: key", length, simulate + "\r\n\r\n" + request);
  }

  @Test
  void eachFaultAnswersEachDialectWholeAndStreamed() throws Exception {
    for (String fault : Simulator.faults().keySet()) {
      for (String path : new String[] {CHAT, GEMINI, GEMINI_STREAM}) {
        String request = path.equals(CHAT) ? openAi(false) : gemini();
        String whole = raw(path, request, fault);
        if (!fault.equals("close-without-answer")) {
          assertThat(whole).as(fault + " " + path).startsWith("HTTP/1.1 ");
          assertThat(whole).as(fault + " " + path).doesNotContain("The simulator failed", "{{");
        }
      }
      String streamed = raw(CHAT, openAi(true), fault);
      assertThat(streamed).as(fault).doesNotContain("The simulator failed", "{{");
    }
  }

  @Test
  void theReadmeNamesEachFault() throws Exception {
    String readme = Files.readString(Path.of("README.md"));

    assertThat(Simulator.faults().keySet())
        .allSatisfy(it -> assertThat(readme).contains("`" + it + "`"));
  }

  @ParameterizedTest
  @CsvSource({
    "type-text, text/plain; charset=utf-8",
    "type-json, application/json",
    "type-binary, application/octet-stream",
    "type-none,"
  })
  void aStreamIsLabelledOtherwise(String fault, String type) throws Exception {
    HttpResponse<String> response = RUNNING.send(RUNNING.post(CHAT, openAi(true), headers(fault)));

    assertThat(response.headers().firstValue("content-type").orElse(null)).isEqualTo(type);
    assertThat(response.body()).startsWith("data: {").endsWith("data: [DONE]\n\n");
  }

  @Test
  void jsonIsLabelledAnEventStream() throws Exception {
    for (String path : new String[] {CHAT, GEMINI_STREAM}) {
      String request = path.equals(CHAT) ? openAi(true) : gemini();
      HttpResponse<String> response =
          RUNNING.send(RUNNING.post(path, request, headers("type-event-stream")));

      assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
      assertThat(RUNNING.read(response.body()).isObject()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"last-line-open, '}'", "last-blank-line-missing, '}\n'", "no-end-marker, '}\n\n'"})
  void theLastEventIsNotEnded(String fault, String end) throws Exception {
    assertThat(body(CHAT, openAi(true), fault)).endsWith(end).doesNotContain("[DONE]");
    assertThat(body(GEMINI_STREAM, gemini(), fault)).endsWith(end.replace("\n", "\r\n"));
  }

  @Test
  void heartbeatsComeBeforeEachEvent() throws Exception {
    String beats = body(CHAT, openAi(true), "heartbeat-event-bare");

    assertThat(beats).startsWith("event: ping\n\ndata: {").endsWith("ping\n\ndata: [DONE]\n\n");
    assertThat(body(GEMINI_STREAM, gemini(), "heartbeat-comment")).startsWith(": keep-alive\n\n");
  }

  @Test
  void connectionsBreakWhereTheyAreToldTo() throws Exception {
    assertThat(raw(CHAT, openAi(true), "break-at-head")).endsWith("\r\n\r\n");
    assertThat(raw(CHAT, openAi(true), "close-without-answer")).isEmpty();
    assertThat(raw(CHAT, openAi(true), "break-mid-event")).doesNotContain("[DONE]");
    String finished = raw(CHAT, openAi(true), "break-after-finish");
    assertThat(finished).contains("\"finish_reason\":\"tool_calls\"").doesNotContain("[DONE]");
    assertThat(finished.replace("\r", "")).doesNotEndWith("\n0\n\n");
    assertThat(raw(GEMINI, gemini(), "break-mid-event")).contains("content-length: ");
  }

  @Test
  void aConnectionClosesAfterAWholeAnswer() throws Exception {
    String request = openAi(false);
    try (var socket = new Socket("127.0.0.1", RUNNING.simulator().port())) {
      String head =
          "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer k\r\nX-Simulate: %s\r\n"
              + "Content-Length: %d\r\n\r\n%s";
      String fault = "fault=close-after-answer";
      socket
          .getOutputStream()
          .write(head.formatted(CHAT, fault, request.length(), request).getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

      assertThat(answer).contains("content-length: ").endsWith("}").doesNotContain("close");
    }
  }

  @Test
  void aBodyIsCompressedThoughNobodyAsked() throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      HttpResponse<byte[]> response =
          RUNNING
              .http()
              .send(
                  RUNNING.post(CHAT, openAi(stream), headers("gzip")).build(),
                  HttpResponse.BodyHandlers.ofByteArray());
      var unzipped = new GZIPInputStream(new ByteArrayInputStream(response.body()));

      assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
      assertThat(new String(unzipped.readAllBytes(), UTF_8)).contains("get_weather");
    }
  }

  @Test
  void namesOfCallsComeInPiecesOrWithPrefixes() throws Exception {
    String pieces = body(CHAT, openAi(true), "call-name-in-pieces");
    JsonNode prefixed = RUNNING.read(body(CHAT, openAi(false), "call-name-prefixed"));
    JsonNode gemini = RUNNING.read(body(GEMINI, gemini(), "call-name-prefixed"));

    assertThat(pieces).contains("\"name\":\"get_w\"", "\"name\":\"eather\"");
    assertThat(prefixed.at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("functions.get_weather");
    assertThat(gemini.at("/candidates/0/content/parts/0/functionCall/name").asText())
        .isEqualTo("default_api.get_weather");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call-empty-object-first | '{}{\"city\":\"Rome\"}'",
        "call-arguments-fenced | '```json\n{\"city\":\"Rome\"}\n```'",
        "call-arguments-raw-lines | '{\"city\":\"\nRome\"}'",
        "call-arguments-quoted | '\"{\\\"city\\\":\\\"Rome\\\"}\"'",
        "call-name-repeated | '{\"city\":\"Rome\"}'",
        "call-empty-object-first-in-pieces | '{}{\"city\":\"Rome\"}'"
      })
  void argumentsAreNotWhatTheyShouldBe(String fault, String arguments) throws Exception {
    JsonNode answer = RUNNING.read(body(CHAT, openAi(false), fault));

    assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments").asText())
        .isEqualTo(arguments);
    assertThat(body(CHAT, openAi(true), fault)).contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void anEmojiIsCutBetweenTwoEvents() throws Exception {
    assertThat(body(CHAT, openAi(true), "emoji-cut"))
        .contains("Hello \\uD83D\"", "\"\\uDE0A there");
    assertThat(body(CHAT, openAi(false), "emoji-cut")).contains("Hello 😊 there");
    assertThat(body(GEMINI_STREAM, gemini(), "emoji-cut")).contains("\\uD83D", "\\uDE0A there");
  }

  @Test
  void callsWithoutTheirSignatureAreRefused() throws Exception {
    JsonNode call = RUNNING.read(body(CHAT, openAi(false), "call-signed"));
    String said = call.at("/choices/0/message").toString();
    String more = "{\"role\":\"tool\",\"tool_call_id\":\"call_sim_fault\",\"content\":\"rain\"}";
    String request = openAi(false).replace("Rome\"}]", "Rome\"}," + said + "," + more + "]");
    String stripped = request.replaceFirst(",\"extra_content\":\\{[^}]*}}", "");

    assertThat(body(CHAT, request, "call-signed")).contains("The tool answered: rain");
    assertThat(body(CHAT, stripped, "call-signed")).contains("missing a thought_signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}",
        "{\"role\":\"system\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"b\"}",
        "{\"role\":\"user\",\"content\":\"\\ud83d\"}",
        "{\"role\":\"user\",\"content\":\"\"}",
        "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"tool\",\"tool_call_id\":\"x\"}",
        "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\","
            + "\"function\":{\"name\":\"functions.x\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"a\"}",
        "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":null,"
            + "\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"x\"}}]},"
            + "{\"role\":\"user\",\"content\":\"a\"}"
      })
  void strictServersRefuseWhatOthersTake(String messages) throws Exception {
    String request = "{\"model\":\"m\",\"messages\":[" + messages + "]}";

    assertThat(RUNNING.send(RUNNING.post(CHAT, request)).statusCode()).isEqualTo(200);
    assertThat(RUNNING.send(RUNNING.post(CHAT, request, headers("strict"))).statusCode())
        .isEqualTo(400);
  }

  @Test
  void strictServersTakeWhatIsRight() throws Exception {
    String gemini =
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"}]},"
            + "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"x\",\"args\":{}},"
            + "\"thoughtSignature\":\"skip_thought_signature_validator\"}]},"
            + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"name\":\"x\"}}]}]}";

    assertThat(body(CHAT, openAi(true), "strict")).contains("get_weather");
    assertThat(body(GEMINI, gemini, "strict")).contains("The tool answered");
    assertThat(body(GEMINI, gemini.replace("\"model\"", "\"user\""), "strict-roles"))
        .contains("INVALID_ARGUMENT", "roles");
  }

  @Test
  void refusalsAreInTheWordsOfTheProviders() throws Exception {
    HttpResponse<String> large =
        RUNNING.send(RUNNING.post(CHAT, openAi(true), headers("too-large-for-plan")));

    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("\"code\":\"rate_limit_exceeded\"", "Requested 12000");
    assertThat(body(GEMINI, gemini(), "day-quota")).contains("PerDay", "retryDelay");
    assertThat(body(CHAT, openAi(false), "azure-content-filter"))
        .contains("innererror", "\"violence\":{\"filtered\":true");
    assertThat(body(CHAT, openAi(false), "key-repeated")).contains("provided: key.");
    assertThat(body(GEMINI, gemini(), "content-filter")).contains("blockReason");
  }

  @Test
  void aFaultIsForOneRequestOrForAll() throws Exception {
    Simulator simulator = RUNNING.simulator();
    simulator.script(ScriptedResponse.fault("empty-stop").forPath("/completions"));
    JsonNode empty = RUNNING.json(CHAT, openAi(false));
    assertThat(empty.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(RUNNING.send(RUNNING.post(CHAT, openAi(false))).body()).contains("get_weather");

    simulator.scriptAll(ScriptedResponse.fault("overloaded"));
    for (int time = 0; time < 2; time++) {
      assertThat(RUNNING.send(RUNNING.post(CHAT, openAi(false))).statusCode()).isEqualTo(503);
    }
    simulator.reset();
    String script = "{\"fault\":\"overloaded\",\"always\":true}";
    assertThat(RUNNING.send(RUNNING.post("/_control/script", script)).statusCode()).isEqualTo(200);
    assertThat(RUNNING.send(RUNNING.post(CHAT, openAi(false))).statusCode()).isEqualTo(503);
  }

  @Test
  void theTimeOfAFaultCanBeChanged() {
    assertThat(ScriptedResponse.fault("slow-head").pace().delay()).isEqualTo(Duration.ofSeconds(2));
    assertThat(ScriptReader.parseHeader("fault=slow-head; delay=1").pace().delay())
        .isEqualTo(Duration.ofMillis(1));
  }
}
