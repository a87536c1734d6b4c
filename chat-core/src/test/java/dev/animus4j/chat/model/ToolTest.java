package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolTest {
  private static final String SCHEMA = "{\"type\":\"object\"}";
  private static final Tool TOOL = Tool.of("f", "Does it.", SCHEMA);

  record CityArguments(String city) {}

  private static ToolCall call(String arguments) {
    return new ToolCall("c", "f", arguments);
  }

  @Test
  void theFunctionOfAToolIsNotSerialized() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Tool doing = TOOL.withFunction(call -> Single.just("done"));
    assertThat(json.writeValueAsString(doing))
        .isEqualTo(json.writeValueAsString(TOOL))
        .doesNotContain("null");
    assertThat(TOOL).isEqualTo(new Tool("f", "Does it.", Map.of("type", "object")));
    assertThat(doing.withFunction(call -> Single.just("more"))).isNotEqualTo(doing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"type\":", "object"})
  void parametersAreAnObject(String schema) {
    assertThatThrownBy(() -> Tool.of("f", "", schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"city\":\"Oslo\",\"unit\":7}",
        " {\"city\":\"Oslo\"}\n",
        "\"{\\\"city\\\":\\\"Oslo\\\"}\""
      })
  void argumentsAreReadAsWhatTheyShallBe(String arguments) {
    assertThat(call(arguments).argumentsAs(CityArguments.class))
        .isEqualTo(new CityArguments("Oslo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "[]", "null", "7", "{\"city\":", "{\"city\":[\"sk-abcdefghijk\"]}"})
  void invalidArgumentsAreReportedInOneLine(String arguments) {
    assertThatThrownBy(() -> call(arguments).argumentsAs(CityArguments.class))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .message()
        .startsWith("animus4j: f: the arguments ")
        .doesNotContain("\n", "sk-abcdefghijk");
  }

  @Test
  void noArgumentsAreAnEmptyObject() {
    assertThat(call(" ").argumentsAs(Map.class)).isEmpty();
    assertThat(call("").portable()).isEqualTo(call("{}"));
  }

  @Test
  void limitsThatAllowNothingAreRefused() {
    assertThatThrownBy(() -> ToolLimits.DEFAULT.withMaxRounds(0)).hasMessageContaining("rounds 0");
    assertThatThrownBy(() -> ToolLimits.DEFAULT.withMaxCalls(0)).hasMessageContaining("calls 0");
    assertThatThrownBy(() -> ToolLimits.DEFAULT.withMaxConcurrency(0))
        .hasMessageContaining("maxConcurrency 0");
    assertThatThrownBy(() -> ToolLimits.DEFAULT.withTimeout(Duration.ZERO))
        .hasMessageContaining("timeout");
  }
}
