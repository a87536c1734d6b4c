package dev.animus4j.gemini;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class LinearTimeTest {
  @Test
  void errors() {
    String[] tokens = {"retry in ", "1", "1s", ".", "m", "limit: 0", "Please "};
    assertThat(excessive(LinearTimeTest::failed, tokens)).isEmpty();
  }

  private static void failed(String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("message", message).put("status", "RESOURCE_EXHAUSTED");
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    var unused =
        GeminiFailures.toException(new ErrorResponse(FailureOrigin.of("Gemini"), none, body, null));
  }
}
