package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.simulator.ScriptedResponse;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers say of limits and quotas, as a status and within a 200, whole and streamed. */
class ProviderErrorsTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # Groq, OpenAI: more than the plan grants in a minute
          413 | rate_limit_exceeded | Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 7200, please reduce your message size and try again. | invalidRequest |
          429 | rate_limit_exceeded | Request too large for m in organization o on tokens per min (TPM): Limit 30000, Requested 40000. The input or output tokens must be reduced in order to run successfully. | invalidRequest |
          429 | rate_limit_exceeded | Rate limit reached for m on tokens per min (TPM): Limit 6000, Used 100, Requested 7200. Please try again in 20s. | invalidRequest |
          429 | rate_limit_exceeded | 14810 tokens asked for, and this plan grants 10000 a minute (TPM): make the request smaller. | invalidRequest |
          413 | tokens_limit_reached | Request body too large for m model. Max size: 8000 tokens. | invalidRequest |
          429 | rate_limit_exceeded | Rate limit reached for m on tokens per min (TPM): Limit 6000, Used 5000, Requested 1200. Please try again in 1m26.4s. | rateLimited | 86.4
          # of the day
          429 | rate_limit_exceeded | Rate limit reached for m on tokens per day (TPD): Limit 100000, Used 99990, Requested 100. Please try again in 19m58.4s. Need more tokens? Upgrade at https://x/settings/billing | quotaExhausted | 1198.4
          429 | rate_limit_exceeded | Rate limit reached for m on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s. | quotaExhausted | 432
          429 | 429 | Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day | quotaExhausted |
          429 | 429 | Rate limit exceeded: free-models-per-min. | rateLimited |
          429 | RateLimitReached | Rate limit of 150 per 86400s exceeded for UserByModelByDay. Please wait 45000 seconds before retrying. | quotaExhausted | 45000
          429 | 4006 | AiError: you have used up your daily free allocation of 10,000 neurons | quotaExhausted |
          # no credit
          402 | invalid_request_error | Insufficient Balance | quotaExhausted |
          429 | exceeded_current_quota_error | This account has no credit left | quotaExhausted |
          429 | insufficient_balance_error | too little balance (1008) | quotaExhausted |
          400 | invalid_request_error | Your credit balance is too low to access the API. Please go to Plans & Billing to upgrade or purchase credits. | quotaExhausted |
          429 | 1113 | Insufficient balance or no resource package. Please recharge. | quotaExhausted |
          403 | The caller does not have permission | Your team has either used all available credits or reached its monthly spending limit. | quotaExhausted |
          400 | Arrearage | Access denied, please make sure your account is in good standing. | quotaExhausted |
          429 | insufficient_quota | You exceeded your current quota, please check your plan and billing details. | quotaExhausted |
          429 | null | You exceeded your current quota, please check your plan and billing details. | quotaExhausted |
          403 | null | Out of call volume quota. | quotaExhausted |
          500 | null | Sorry, your account balance is insufficient | quotaExhausted |
          402 | null | Your balance is empty, please top up. | quotaExhausted |
          429 | null | Quota is exhausted: 5 requests per minute. | rateLimited |
          # waits in words
          429 | 429 | Too many calls for this tier. Please retry after 26 seconds. | rateLimited | 26
          429 | 429 | Please try again in 20s. | rateLimited | 20
          429 | slow_down | No deployments available for selected model, Try again in 2 minutes and 5 seconds. | rateLimited | 125
          429 | rate_limited | Requests rate limit exceeded | rateLimited |
          503 | overloaded | Busy, retry in 1.5 s | unavailable | 1.5
          # what is no limit at all
          400 | invalid_request_error | max_tokens is too large: 5000. This model supports at most 4096. | invalidRequest |
          400 | string_above_max_length | string too long. Expected a string with maximum length 64 | invalidRequest |
          400 | null | account blocked by rate limit policy | invalidRequest |
          # too long for the model
          400 | context_length_exceeded | Oops | contextLengthExceeded |
          413 | null | prompt is too long: 213462 tokens > 200000 maximum | contextLengthExceeded |
          422 | null | Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. | contextLengthExceeded |
          500 | exceed_context_size_error | the request exceeds the available context size | contextLengthExceeded |
          400 | null | This model's maximum context length is 8192 tokens. However, you requested 9000 tokens. | contextLengthExceeded |
          400 | 5021 | The estimated number of input tokens (8500) exceeded this model context window limit (7968). | contextLengthExceeded |
          # refusals
          400 | invalid_prompt | Invalid prompt: your prompt was flagged as potentially violating our usage policy. | contentPolicy |
          400 | data_inspection_failed | Input data may contain inappropriate content. | contentPolicy |
          """)
  void theKindIsToldByCodesElseByWords(
      int status, String code, String message, String kind, Double seconds) {
    String named = code.equals("null") ? "null" : "'" + code + "'";
    String error = "{'error':{'message':'%s','type':null,'code':%s}}";
    String json = error.formatted(message.replace("'", "’"), named);
    PROVIDER.simulator().script(ScriptedResponse.status(status).body(json.replace('\'', '"')));
    expect(kind, seconds);
    String within = json.replace("'type'", "'status_code':" + status + ",'type'");
    PROVIDER.answers(within);
    expect(kind, seconds);
    PROVIDER.streams(word("Hi") + events(within) + DONE);
    expect(kind, seconds);
  }

  private static void expect(String kind, Double seconds) {
    AnimusException failure = failure(PROVIDER.compatible(), STREAMING);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryAfter().map(Duration::toMillis).orElse(null))
        .isEqualTo(seconds == null ? null : Long.valueOf(Math.round(seconds * 1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # OpenRouter: as JSON in a text, as an object, as a text
          502 | {'error':{'message':'Provider returned error','code':502,'metadata':{'raw':'{"error":{"message":"Oops","code":"context_length_exceeded"}}','provider_name':'X'}}} | contextLengthExceeded | context_length_exceeded
          400 | {'error':{'message':'Provider returned error','code':400,'metadata':{'raw':{'error':{'message':'Oops','code':429}},'provider_name':'X'}}} | rateLimited | 429
          429 | {'error':{'message':'Provider returned error','code':429,'metadata':{'raw':'Oops is temporarily rate-limited upstream.','provider_name':'X'}}} | rateLimited | 429
          400 | {'message':'Provider returned error','code':400,'metadata':{'raw':'{"error":{"message":"Oops","type":"insufficient_quota"}}','provider_name':'X'}} | quotaExhausted | insufficient_quota
          # LiteLLM and others: quoted in the message
          500 | {'error':{'message':'litellm.APIError: OpenAIException - {"error":{"message":"Oops","code":"rate_limit_exceeded"}}','code':'500'}} | rateLimited | rate_limit_exceeded
          400 | {'error':{'message':'Error code: 402 - {\\u0027error\\u0027: {\\u0027message\\u0027: \\u0027Oops\\u0027, \\u0027param\\u0027: None, \\u0027code\\u0027: \\u0027402\\u0027}}','code':'400'}} | quotaExhausted | 402
          400 | {'error':{'message':'{"error":{"code":429,"message":"Oops","status":"RESOURCE_EXHAUSTED"}}','code':400}} | rateLimited | RESOURCE_EXHAUSTED
          500 | {'error':{'message':'litellm.RateLimitError: Oops','code':'500'}} | rateLimited | 500
          # others
          400 | {'error':{'message':'Oops','code':'content_filter','innererror':{'code':'ResponsibleAIPolicyViolation'}}} | contentPolicy | content_filter
          500 | {'error':{'error':{'message':'Oops','type':'authentication_error','code':401}}} | authentication | authentication_error
          500 | {'detail':{'error':{'message':'Oops','code':'content_filter'}}} | contentPolicy | content_filter
          429 | [{'error':{'message':'Oops','code':'insufficient_quota'}}] | quotaExhausted | insufficient_quota
          429 | {'errors':[{'message':'Oops','code':1113}]} | quotaExhausted | 1113
          """)
  void anInnerErrorIsToldAndDecides(int status, String json, String kind, String code) {
    String body = json.replace("\"", "\\\"").replace('\'', '"');
    PROVIDER.simulator().script(ScriptedResponse.status(status).body(body));
    expectInner(kind, code);
    if (json.startsWith("{'error'")) {
      PROVIDER.simulator().script(ScriptedResponse.status(200).body(body));
      expectInner(kind, code);
      PROVIDER.streams(word("Hi") + "data: " + body + "\n\n" + DONE);
      expectInner(kind, code);
    }
  }

  private static void expectInner(String kind, String code) {
    AnimusException failure = failure(PROVIDER.compatible(), STREAMING);
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.origin().code()).isEqualTo(code);
    assertThat(failure.origin().excerpt()).contains("Oops").doesNotContain("Provider returned");
  }
}
