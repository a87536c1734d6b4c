package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.KEY;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Authentication;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.QuotaExhausted;
import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.simulator.ScriptedResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a failure says, and what it never does. */
class FailureMessageTest {
  private static final String PROMPT = "the secret plan of the white rabbit";
  private static final String PICTURE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";
  private static final ChatRequest ASKED = ChatRequest.of(PROMPT + " " + PICTURE).withModel("M");

  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'message':'Incorrect API key provided: KEY.\\nBearer KEY'}}",
        "{'message':'KEY is wrong, and PICTURE too'}",
        "{'detail':[{'msg':'too long','input':'PROMPT PICTURE','ctx':{'key':'KEY'}}]}",
        "{'error':{'message':'flagged','metadata':{'reasons':[],'flagged_input':'PROMPT'}}}",
        "{'error':{'message':null,'param':'PROMPT','code':'KEY'},'request':'PROMPT'}",
        "{'errors':[{'text':'PROMPT'}],'headers':{'authorization':'Bearer KEY'}}",
        "<html><title>Oops</title><body>PROMPT KEY PICTURE</body></html>",
        "{broken PROMPT KEY PICTURE"
      })
  void aFailureGivesNothingAway(String echo) {
    String body = echo.replace("KEY", KEY).replace("PROMPT", PROMPT).replace("PICTURE", PICTURE);
    for (int status : new int[] {200, 400, 401, 403, 500}) {
      for (ChatModel model : List.of(PROVIDER.animus(), PROVIDER.compatible())) {
        String type = echo.startsWith("<") ? "text/html" : "application/json";
        String answer = body.replace('\'', '"');
        PROVIDER.simulator().script(ScriptedResponse.status(status).contentType(type).body(answer));

        AnimusException failure = failure(model, ASKED);

        assertThat(failure.toString()).doesNotContain(KEY, PROMPT, "iVBOR", "\n");
        assertThat(failure.getMessage()).containsAnyOf("Animus: ", "OpenAI-compatible: ");
        assertThat(failure).hasNoCause();
      }
    }
  }

  static Stream<Arguments> animusBodies() {
    return Stream.of(
        arguments(400, "{'message':'M','detail':'D','error':'E'}", InvalidRequest.class, "M"),
        arguments(422, "{'detail':'D','error':'E'}", InvalidRequest.class, "D"),
        arguments(422, "{'detail':[{'msg':'D'}],'error':'E'}", InvalidRequest.class, "E"),
        arguments(422, "{'detail':[{'msg':'D'}]}", InvalidRequest.class, "D"),
        arguments(402, "{'error':'E','credits':0}", QuotaExhausted.class, "E"),
        arguments(402, "{'error':{'message':'E'}}", QuotaExhausted.class, "E"),
        arguments(401, "{'message':'M'}", Authentication.class, "M"),
        arguments(403, "{'message':'M'}", Authentication.class, "M"),
        arguments(404, "{'message':'M'}", InvalidRequest.class, "M"),
        arguments(429, "{'message':'M'}", RateLimited.class, "M"),
        arguments(500, "{'message':'M'}", Unavailable.class, "M"));
  }

  @ParameterizedTest
  @MethodSource("animusBodies")
  @DisplayName("Animus' words are its message, else its detail, else its error")
  void animusIsQuoted(int status, String body, Class<?> kind, String words) {
    PROVIDER.simulator().script(ScriptedResponse.status(status).body(body.replace('\'', '"')));

    AnimusException failure =
        failure(PROVIDER.animus(), ChatRequest.of(Message.user("x")).withModel("M"));

    assertThat(failure).isExactlyInstanceOf(kind);
    assertThat(failure.getMessage())
        .contains("Animus: ")
        .contains(" (HTTP " + status + "): \"" + words + "\". ");
  }
}
