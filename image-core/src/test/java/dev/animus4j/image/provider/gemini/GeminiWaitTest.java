package dev.animus4j.image.provider.gemini;

import static dev.animus4j.image.provider.gemini.GeminiFixture.FOX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which quota is used up, and for how long, in every form that Google's errors have. */
@VertxTest
class GeminiWaitTest {
  private static final String MINUTE =
      "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':[{'quotaMetric':'g/r',"
          + "'quotaId':'GenerateRequestsPerMinutePerProjectPerModel-FreeTier','quotaValue':'15'}]}";
  private static final String DAY = MINUTE.replace("PerMinute", "PerDay");
  private static final String HELP = "{'@type':'type.googleapis.com/google.rpc.Help','links':[]}";
  private static final String WAIT =
      "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':%s}";

  private static GeminiFixture atelier;

  @TempDir Path directory;

  @BeforeAll
  static void start(Vertx vertx) {
    atelier = new GeminiFixture(vertx);
  }

  @BeforeEach
  void open() {
    atelier.open(directory);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # the delay, in all its forms
          Slow down. | WAIT('36.5s')                               | rateLimited    | 36500
          Slow down. | WAIT('36.500000000s')                       | rateLimited    | 36500
          Slow down. | WAIT('0.25s')                               | rateLimited    | 250
          Slow down. | WAIT('0s')                                  | rateLimited    | 0
          Slow down. | WAIT('36')                                  | rateLimited    | 36000
          Slow down. | WAIT('1h2m3s')                              | rateLimited    | 3723000
          Slow down. | WAIT(36)                                    | rateLimited    | 36000
          Slow down. | WAIT({'seconds':'36','nanos':500000000})    | rateLimited    | 36500
          Slow down. | WAIT({'seconds':36})                        | rateLimited    | 36000
          Slow down. | WAIT({'nanos':250000000})                   | rateLimited    | 250
          Slow down. | WAIT('soon')                                | rateLimited    | -1
          Slow down. | WAIT({'seconds':-7})                        | rateLimited    | -1
          Slow down. | {'metadata':{'quotaResetDelay':'373.8ms'}}  | rateLimited    | 373
          # in details of any order
          Slow down. | MINUTE,HELP,WAIT('36.5s')                   | rateLimited    | 36500
          Slow down. | WAIT('36.5s'),HELP,MINUTE                   | rateLimited    | 36500
          Slow down. | HELP,WAIT({'seconds':'36'}),MINUTE          | rateLimited    | 36000
          Slow down. | MINUTE                                      | rateLimited    | -1
          Slow down. | DAY,HELP,WAIT('36.5s')                      | quotaExhausted | 36500
          Slow down. | WAIT('36.5s'),HELP,DAY                      | quotaExhausted | 36500
          Slow down. | WAIT({'seconds':'36'}),DAY,MINUTE           | quotaExhausted | 36000
          Slow down. | DAY                                         | quotaExhausted | -1
          # in words
          Quota exceeded, limit: 15, model: m. Please retry in 36.5s. |            | rateLimited    | 36500
          Please retry in 36.660853464s.                              | MINUTE     | rateLimited    | 36661
          Please retry in 1h2m3s.                                     | MINUTE     | rateLimited    | 3723000
          Please retry in 1h2m3.5s.                                   | DAY        | quotaExhausted | 3723500
          Please retry in 512.25ms.                                   |            | rateLimited    | 512
          429 retry_delay {\\n  seconds: 36\\n}\\n                    |            | rateLimited    | 36000
          Please retry in 99s.                                        | WAIT('7s') | rateLimited    | 7000
          # nothing is granted: no wait helps
          Quota exceeded, limit: 0, model: m. Please retry in 36.5s.  | MINUTE     | quotaExhausted | -1
          Slow down. | {'@type':'x/google.rpc.QuotaFailure','violations':[{'quotaId':'PerMinute','quotaValue':'0'}]},WAIT('36s') | quotaExhausted | -1
          Slow down. | {'@type':'x/google.rpc.QuotaFailure','violations':[{'quotaId':'PerMinute','quotaValue':0}]} | quotaExhausted | -1
          Slow down. | {'@type':'x/google.rpc.ErrorInfo','metadata':{'quota_limit':'PerMinutePerProject','quota_limit_value':'0'}} | quotaExhausted | -1
          Slow down. | {'@type':'x/google.rpc.ErrorInfo','metadata':{'quota_limit':'RequestsPerDayPerProject'}} | quotaExhausted | -1
          Quota exceeded, limit: 0.5 |                                             | rateLimited    | -1
          """)
  void theQuotaAndItsWaitAreReadInEveryForm(
      String message, String details, String kind, long millis) {
    String error = error(message, details == null ? "" : details);
    for (ImageModel model : List.of(atelier.model(), openAi())) {
      expect(model, ScriptedResponse.status(429).body(error), kind, millis);
      expect(model, ScriptedResponse.status(429).body("[" + error + "]"), kind, millis);
      expect(model, ScriptedResponse.status(400).body(wrapped(error)), kind, millis);
      expect(model, ScriptedResponse.status(200).body(error), kind, millis);
    }
  }

  @Test
  void aHeaderCountsWhereTheErrorNamesNoDelay() {
    ScriptedResponse named = ScriptedResponse.status(429).header("Retry-After", "9");
    String details = WAIT.formatted("'7s'");
    for (ImageModel model : List.of(atelier.model(), openAi())) {
      expect(model, named.body(error("Slow down.", "MINUTE")), "rateLimited", 9000);
      expect(model, named.body(error("Slow down.", "DAY")), "quotaExhausted", 9000);
      expect(model, named.body(error("Slow down.", details)), "rateLimited", 7000);
      expect(model, named.body("Slow down."), "rateLimited", 9000);
    }
  }

  @Test
  void anOverloadedServerMayNameADelayToo() {
    String error =
        error("Overloaded.", WAIT.formatted("{'seconds':'36'}"))
            .replace("RESOURCE_EXHAUSTED", "UNAVAILABLE")
            .replace("429", "503");
    expect(atelier.model(), ScriptedResponse.status(503).body(error), "unavailable", 36000);
  }

  private static void expect(
      ImageModel model, ScriptedResponse response, String kind, long millis) {
    atelier.provider.script(response);
    AnimusException failure =
        (AnimusException) model.generate(FOX).materialize().blockingGet().getError();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
  }

  private static ImageModel openAi() {
    String url = atelier.provider.origin() + "/v1";
    return OpenAiImages.create(
        atelier.http,
        OpenAiImages.endpoint(url, Credentials.key("secret-key")),
        atelier.store(),
        "imagen");
  }

  private static String error(String message, String details) {
    String all =
        details
            .replaceAll("WAIT\\((.*?)\\)(?=,|$)", WAIT.formatted("$1"))
            .replace("MINUTE", MINUTE)
            .replace("DAY", DAY)
            .replace("HELP", HELP);
    return "{'error':{'code':429,'message':'%s','status':'RESOURCE_EXHAUSTED','details':[%s]}}"
        .formatted(message, all)
        .replace('\'', '"');
  }

  /** As a proxy relays it: as JSON in a text. */
  private static String wrapped(String error) {
    return new JsonObject()
        .put("error", new JsonObject().put("code", 400).put("message", error))
        .encode();
  }
}
