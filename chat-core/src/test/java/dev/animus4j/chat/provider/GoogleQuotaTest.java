package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's quotas in a chat, at its own address and at its OpenAI-compatible one. */
class GoogleQuotaTest {
  private static final String VIOLATION =
      "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':"
          + "[{'quotaId':'GenerateRequestsPerXPerProjectPerModel-FreeTier','quotaValue':'15'}]}";
  private static final String WAIT =
      "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Slow down. | MINUTE,WAIT'36.5s'}                                | rateLimited    | 36500
          Slow down. | WAIT{'seconds':'36','nanos':500000000}},MINUTE     | rateLimited    | 36500
          Slow down. | WAIT{'seconds':36}},MINUTE                         | rateLimited    | 36000
          Slow down. | DAY,WAIT'36.5s'}                                   | quotaExhausted | 36500
          Slow down. | WAIT{'seconds':'36'}},DAY                          | quotaExhausted | 36000
          Please retry in 36.5s.                 | MINUTE                 | rateLimited    | 36500
          Please retry in 1h2m3s.                | DAY                    | quotaExhausted | 3723000
          Please retry in 36.5s.                 |                        | rateLimited    | 36500
          Quota exceeded, limit: 0, model: gemma | WAIT'36.5s'}           | quotaExhausted | -1
          Slow down.                             | NONE,WAIT'36.5s'}      | quotaExhausted | -1
          """)
  void aQuotaAndItsWaitAreReadWhereverTheErrorIs(
      String message, String details, String kind, long millis) {
    String error = error(message, details == null ? "" : details);
    for (WireDialect dialect : List.of(WireDialect.GEMINI, WireDialect.COMPATIBLE)) {
      for (ChatRequest request : List.of(HELLO, STREAMING)) {
        expect(dialect, request, ScriptedResponse.status(429).body(error), kind, millis);
        expect(dialect, request, ScriptedResponse.status(429).body(array(error)), kind, millis);
        expect(dialect, request, ScriptedResponse.status(500).body(text(error)), kind, millis);
        expect(dialect, request, ScriptedResponse.status(200).body(error), kind, millis);
        expect(dialect, request, ScriptedResponse.status(200).body(array(error)), kind, millis);
      }
      String word = WireDialect.event(dialect.word("Hi"));
      for (String form : List.of(error, array(error), text(error))) {
        expectInStream(dialect, word + "data: " + form + "\n\n", kind, millis);
        expectInStream(dialect, word + "event: error\ndata: " + form + "\n\n", kind, millis);
        expectInStream(dialect, word + form + "\n", kind, millis);
        expectInStream(dialect, word + indented(form) + "\n", kind, millis);
        expectInStream(dialect, form, kind, millis);
      }
    }
  }

  private static void expectInStream(WireDialect dialect, String stream, String kind, long millis) {
    expect(dialect, STREAMING, ScriptedResponse.status(200).chunks(stream), kind, millis);
  }

  private static void expect(
      WireDialect dialect,
      ChatRequest request,
      ScriptedResponse response,
      String kind,
      long millis) {
    PROVIDER.simulator().script(response);
    String path = dialect == WireDialect.GEMINI ? "/v1beta" : "/v1";
    ChatModel model = dialect.model(PROVIDER.simulator().origin() + path, PROVIDER.http());
    AnimusException failure = failure(model, request);
    assertThat(failure.kind()).as("%s %s", dialect, response).isEqualTo(kind);
    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L))
        .as("%s %s", dialect, response)
        .isEqualTo(millis);
  }

  private static String error(String message, String details) {
    String all =
        details
            .replace("WAIT", WAIT)
            .replace("MINUTE", VIOLATION.replace("PerX", "PerMinute"))
            .replace("DAY", VIOLATION.replace("PerX", "PerDay"))
            .replace("NONE", VIOLATION.replace("'15'", "0"));
    return "{'error':{'code':429,'message':'%s','status':'RESOURCE_EXHAUSTED','details':[%s]}}"
        .formatted(message, all)
        .replace('\'', '"');
  }

  private static String array(String error) {
    return "[" + error + "]";
  }

  /** As a proxy relays it: as JSON in a text. */
  private static String text(String error) {
    return new JsonObject()
        .put("error", new JsonObject().put("code", 500).put("message", error))
        .encode();
  }

  /** As Google writes it without being asked for events. */
  private static String indented(String json) {
    return json.replaceFirst("\\{\"error\":", "{\n  \"error\":\n    ");
  }
}
