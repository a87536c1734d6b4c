package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.ContextLengthExceeded;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.Protocol;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.simulator.ScriptedResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers outside 2xx: of which kind they are, and when to come back. */
class ErrorStatusTest {
  private static final String NULLS = "{'error':{'message':null,'type':null,'code':null}}";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** Status, body, kind, whether it passes, and whether it may have been done and billed. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(400, NULLS, InvalidRequest.class),
        arguments(400, error("context_length_exceeded"), ContextLengthExceeded.class),
        arguments(400, error("unknown_parameter"), InvalidRequest.class),
        arguments(400, error("invalid_size"), InvalidRequest.class),
        arguments(400, typed("image_generation_user_error", "'x'"), InvalidRequest.class),
        arguments(400, "{'error':'rate limit policy'}", InvalidRequest.class),
        arguments(400, "{'error':{'message':'account blocked'}}", InvalidRequest.class),
        arguments(400, "{'object':'error','message':'Oops','code':400}", InvalidRequest.class),
        arguments(400, "[{'error':{'message':'Oops'}}]", InvalidRequest.class),
        arguments(400, "", InvalidRequest.class),
        arguments(401, error("invalid_api_key"), Authentication.class),
        arguments(403, error("unsupported_country"), Authentication.class),
        arguments(402, NULLS, QuotaExhausted.class),
        arguments(404, error("model_not_found"), InvalidRequest.class),
        arguments(404, "<html><title>Not Found</title></html>", InvalidRequest.class),
        arguments(408, NULLS, Unavailable.class),
        arguments(409, NULLS, Unavailable.class),
        arguments(413, NULLS, InvalidRequest.class),
        arguments(422, "{'detail':[{'loc':['body'],'msg':'Oops'}]}", InvalidRequest.class),
        arguments(429, NULLS, RateLimited.class),
        arguments(429, error("rate_limit_exceeded"), RateLimited.class),
        arguments(429, typed("tokens", "'rate_limit_exceeded'"), RateLimited.class),
        arguments(429, typed("rate_limit_error", "'slow_down'"), RateLimited.class),
        arguments(429, "{'error':{'message':'Oops','code':429}}", RateLimited.class),
        arguments(429, error("insufficient_quota"), QuotaExhausted.class),
        arguments(429, typed("insufficient_quota", "null"), QuotaExhausted.class),
        arguments(429, error("credit_balance_exhausted"), QuotaExhausted.class),
        arguments(429, error("organization_spend_limit_exceeded"), QuotaExhausted.class),
        arguments(429, error("project_spend_limit_exceeded"), QuotaExhausted.class),
        arguments(429, error("organization_usage_limit_exceeded"), QuotaExhausted.class),
        arguments(400, error("billing_hard_limit_reached"), QuotaExhausted.class),
        arguments(498, error("capacity_exceeded"), Unavailable.class),
        arguments(500, error("server_error"), Unavailable.class),
        arguments(502, "<html><title>Bad gateway</title></html>", Unavailable.class),
        arguments(503, typed("service_unavailable_error", "null"), Unavailable.class),
        arguments(529, typed("overloaded_error", "null"), Unavailable.class),
        arguments(302, "", Protocol.class),
        arguments(400, error("content_policy_violation"), ContentPolicy.class),
        arguments(400, error("moderation_blocked"), ContentPolicy.class),
        arguments(400, error("image_content_policy_violation"), ContentPolicy.class),
        arguments(400, error("content_filter"), ContentPolicy.class),
        arguments(400, typed("image_generation_user_error", "null"), ContentPolicy.class),
        arguments(
            403, "{'error':{'code':403,'metadata':{'reasons':['hate']}}}", ContentPolicy.class),
        arguments(
            403, "{'error':{'code':403,'metadata':{'flagged_input':'x'}}}", ContentPolicy.class),
        arguments(
            403, "{'error':{'code':403,'metadata':{'provider_name':'x'}}}", Authentication.class));
  }

  private static String error(String code) {
    return typed("invalid_request_error", "'" + code + "'");
  }

  private static String typed(String type, String code) {
    return "{'error':{'message':'Oops','type':'" + type + "','param':null,'code':" + code + "}}";
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsOfAKind(int status, String body, Class<?> kind) {
    boolean passes = kind == RateLimited.class || kind == Unavailable.class;
    for (ChatRequest request : List.of(HELLO, STREAMING)) {
      PROVIDER.simulator().script(ScriptedResponse.status(status).body(body.replace('\'', '"')));

      AnimusException failure = failure(PROVIDER.compatible(), request);

      assertThat(failure).isExactlyInstanceOf(kind);
      assertThat(failure.isTransient()).isEqualTo(passes);
      assertThat(failure.origin().status()).isEqualTo(status);
      assertThat(failure.origin().requestId()).startsWith("req_sim_");
      assertThat(failure.getMessage()).startsWith("OpenAI-compatible: ").doesNotContain("\n");
      assertThat(failure.getMessage().contains("Oops")).isEqualTo(body.contains("Oops"));
    }
    assertThat(PROVIDER.simulator().requests()).hasSize(2);
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        arguments(429, "retry-after", "7", RateLimited.class, 7000),
        arguments(429, "retry-after-ms", "1500", RateLimited.class, 1500),
        arguments(429, "x-ratelimit-reset-requests", "2m59.5s", RateLimited.class, 179_500),
        arguments(503, "retry-after", "2", Unavailable.class, 2000),
        arguments(402, "retry-after", "9", RateLimited.class, 9000));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void aRefusalSaysWhenToComeBack(
      int status, String header, String value, Class<?> kind, long millis) {
    PROVIDER.simulator().script(ScriptedResponse.status(status).header(header, value));

    AnimusException failure = failure(PROVIDER.compatible(), HELLO);

    assertThat(failure).isExactlyInstanceOf(kind);
    assertThat(failure.isTransient()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofMillis(millis));
  }

  @Test
  void anExhaustedQuotaIsNotRepeatedEvenWhenItSaysWhenToComeBack() {
    String body = error("insufficient_quota").replace('\'', '"');
    PROVIDER.simulator().script(ScriptedResponse.status(429).header("retry-after", "5").body(body));

    AnimusException failure = failure(PROVIDER.compatible(), HELLO);

    assertThat(failure).isInstanceOf(QuotaExhausted.class);
    assertThat(failure.isTransient()).isFalse();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
  }

  static Stream<Arguments> objections() {
    return Stream.of(
        arguments(403, "{'error':{'metadata':{'reasons':['hate','x/y']}}}", "hate, x/y"),
        arguments(
            400,
            "{'error':{'code':'moderation_blocked',"
                + "'message':'Rejected. safety_violations=[sexual, gore].'}}",
            "sexual, gore"),
        arguments(
            400,
            "{'error':{'message':'filtered','code':'content_filter','innererror':{"
                + "'code':'ResponsibleAIPolicyViolation','content_filter_result':{"
                + "'hate':{'filtered':false,'severity':'safe'},"
                + "'jailbreak':{'filtered':true,'detected':true},"
                + "'violence':{'filtered':true,'severity':'medium'}}}}}",
            "jailbreak, violence"),
        arguments(400, "{'error':{'code':'content_filter'}}", ""));
  }

  @ParameterizedTest
  @MethodSource("objections")
  void aRefusedPromptSaysWhatWasObjectedTo(int status, String body, String categories) {
    PROVIDER.simulator().script(ScriptedResponse.status(status).body(body.replace('\'', '"')));

    ContentPolicy failure = (ContentPolicy) failure(PROVIDER.compatible(), HELLO);

    assertThat(failure.stage()).isEqualTo(AnimusException.Stage.PROMPT);
    assertThat(String.join(", ", failure.categories())).isEqualTo(categories);
  }
}
