package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.DONE;
import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.events;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.ContentPolicy;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.simulator.ScriptedResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors inside a 200, in all the forms that servers use. */
class HiddenErrorTest {
  private static final String OOPS = "'message':'Oops'";

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  /** Errors as JSON, and what they mean. */
  static Stream<Arguments> errors() {
    return Stream.of(
        arguments("{'error':{" + OOPS + ",'type':null,'code':null}}", Unavailable.class),
        arguments("{'error':{" + OOPS + ",'type':'server_error'}}", Unavailable.class),
        arguments("{'error':{" + OOPS + ",'type':'overloaded_error'}}", Unavailable.class),
        arguments("{'error':{" + OOPS + ",'type':'invalid_request_error'}}", InvalidRequest.class),
        arguments("{'error':{" + OOPS + ",'code':'model_not_found'}}", InvalidRequest.class),
        arguments(
            "{'error':{" + OOPS + ",'type':'invalid_request_error','code':'invalid_api_key'}}",
            Authentication.class),
        arguments("{'error':{" + OOPS + ",'type':'rate_limit_error'}}", RateLimited.class),
        arguments("{'error':{" + OOPS + ",'code':'insufficient_quota'}}", QuotaExhausted.class),
        arguments("{'error':{" + OOPS + ",'code':'content_filter'}}", ContentPolicy.class),
        arguments(
            "{'error':{'code':400," + OOPS + ",'type':'BadRequestError'}}", InvalidRequest.class),
        arguments("{'error':{'code':'404'," + OOPS + "}}", InvalidRequest.class),
        arguments("{'error':{'code':429," + OOPS + "}}", RateLimited.class),
        arguments("{'error':{'code':402," + OOPS + "}}", QuotaExhausted.class),
        arguments("{'error':{'code':502," + OOPS + "}}", Unavailable.class),
        arguments(
            "{'error':{'code':403," + OOPS + ",'metadata':{'reasons':['hate']}}}",
            ContentPolicy.class),
        arguments("{'object':'error'," + OOPS + ",'code':400}", InvalidRequest.class),
        arguments("{'object':'error'," + OOPS + ",'type':'x','code':503}", Unavailable.class),
        arguments("{'error':{" + OOPS + "},'message':'Oops'}", Unavailable.class),
        arguments("{'error':'Oops'}", Unavailable.class),
        arguments("[{'error':{" + OOPS + ",'code':429}}]", RateLimited.class),
        arguments(
            "{'error':{'code':503,"
                + OOPS
                + "},'choices':"
                + "[{'index':0,'delta':{'content':''},'finish_reason':'error'}]}",
            Unavailable.class),
        arguments(
            "{'choices':[{'index':0,'error':{'code':429," + OOPS + "},'finish_reason':'error'}]}",
            RateLimited.class),
        arguments("{'choices':[],'x_groq':{'id':'r','error':'Oops'}}", Unavailable.class));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsRecognisedWhereverItIs(String error, Class<?> kind) {
    PROVIDER.answers(error);
    expectFailure(kind);
    for (String before : new String[] {"", word("Hi"), word("Hi") + finish("stop")}) {
      PROVIDER.streams(before + events(error) + DONE);
      expectFailure(kind);
      PROVIDER.streams(before + events(error));
      expectFailure(kind);
    }
  }

  private static void expectFailure(Class<?> kind) {
    AnimusException failure = failure(PROVIDER.compatible(), STREAMING);
    assertThat(failure).isExactlyInstanceOf(kind).hasMessageContaining(": \"Oops\".");
    assertThat(failure.getMessage()).startsWith("OpenAI-compatible: ").doesNotContain("\n");
    assertThat(failure.origin().requestId()).startsWith("req_sim_");
    assertThat(failure.isTransient()).isEqualTo(kind == Unavailable.class || isLimit(kind));
  }

  private static boolean isLimit(Class<?> kind) {
    return kind == RateLimited.class;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'Oops','code':'invalid_api_key'}}",
        "{'type':'error','code':'invalid_api_key','message':'Oops','param':null}",
        "{'code':401,'message':'Oops'}"
      })
  void anEventNamedErrorIsAnErrorWhetherItWrapsItOrNot(String data) {
    PROVIDER.streams(word("Hi") + "event: error\n" + events(data) + DONE);

    expectFailure(Authentication.class);
  }

  @Test
  void anErrorOfNoFormIsStillOne() {
    PROVIDER.streams(word("Hi") + finish("error") + DONE);

    assertThat(failure(PROVIDER.compatible(), STREAMING))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("the model failed while it answered");
  }

  @Test
  void ollamasLostErrorIsACutStream() {
    PROVIDER.streams(events("{'id':'x','choices':[{'index':0,'delta':{'content':''}}]}"));

    assertThat(failure(PROVIDER.compatible(), STREAMING))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void aHiddenErrorSaysWhenToComeBackAsAnyOther() {
    PROVIDER
        .simulator()
        .script(
            ScriptedResponse.status(200)
                .header("Retry-After", "3")
                .body("{\"error\":{\"code\":429,\"message\":\"Oops\"}}"));

    assertThat(failure(PROVIDER.compatible(), HELLO).retryAfter()).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'content':'I'} | content_filter
          {'content':null} | content_filter
          {'content':null,'refusal':'I must not.'} | stop
          {'content':'','refusal':'I must not.'} | content_filter
          """)
  void aModelThatDeclinesIsARefusalOfTheOutput(String message, String reason) {
    String choice = "{'compliance_violations':['gore'],'choices':[{'index':0,'%s':%s,%s}]}";
    String end = "'finish_reason':'" + reason + "'";
    PROVIDER.answers(choice.formatted("message", message, end));
    expectRefusal();

    String open = choice.formatted("delta", message, "'finish_reason':null");
    PROVIDER.streams(events(open) + finish(reason) + DONE);
    expectRefusal();
  }

  @Test
  void aContentFilterNamesWhatStruck() {
    String filtered =
        "'content_filter_results':{'hate':{'filtered':false},'violence':{'filtered':true},"
            + "'custom_blocklists':{'filtered':true,'details':[]}}";
    String choice = "{'prompt_filter_results':[],'choices':[{'index':0,%s,%s,%s}]}";
    String end = "'finish_reason':'content_filter'";
    PROVIDER.answers(choice.formatted("'message':{'content':'I'}", filtered, end));
    expectRefusal("violence", "custom_blocklists");

    PROVIDER.streams(word("Hi") + events(choice.formatted("'delta':{}", filtered, end)) + DONE);
    expectRefusal("violence", "custom_blocklists");

    String late = choice.formatted("'delta':{}", filtered, "'finish_reason':null");
    PROVIDER.streams(word("Hi") + finish("content_filter") + events(late) + DONE);
    expectRefusal("violence", "custom_blocklists");
  }

  private static void expectRefusal() {
    expectRefusal("gore");
  }

  private static void expectRefusal(String... categories) {
    AnimusException failure = failure(PROVIDER.compatible(), STREAMING);
    assertThat(failure).isInstanceOf(ContentPolicy.class);
    assertThat(((ContentPolicy) failure).stage()).isEqualTo(AnimusException.Stage.OUTPUT);
    assertThat(((ContentPolicy) failure).categories()).containsExactly(categories);
    assertThat(failure.isTransient()).isFalse();
  }
}
