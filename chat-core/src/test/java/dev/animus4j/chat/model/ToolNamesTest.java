package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolNamesTest {
  private static List<Tool> tools(String... names) {
    return Stream.of(names).map(name -> new Tool(name, "", Map.of())).toList();
  }

  private static String find(String name, String... tools) {
    return ToolNames.find(name, tools(tools)).map(Tool::name).orElse("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "look_up",
        "functions.look_up",
        "functions.look_up:0",
        "functions:look_up",
        "function/look_up",
        "functions_look_up",
        "default_api.look_up",
        "default_api:look_up",
        "default_api_look_up",
        "tools.look_up",
        "tool:look_up",
        "namespace::look_up",
        "look_up:12",
        "look_up#1",
        "look_up<|channel|>commentary",
        "look_up<|constrain|>json",
        "<|channel|>commentary to=functions.look_up <|constrain|>json",
        "look_up json",
        "look_up()",
        "default_api.look_up(city=\"x\")",
        "\"look_up\"",
        "'functions.look_up'",
        "`look_up`",
        " look_up\n",
        "look_up.",
        "LOOK_UP",
        "functions.Look_Up"
      })
  void whatIsPutAroundANameIsTakenOff(String name) {
    assertThat(find(name, "other", "look_up", "up")).isEqualTo("look_up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "look", "look_up_more", "xlook_up", "look_up.more", "()", "0"})
  void otherNamesAreUnknown(String name) {
    assertThat(find(name, "other", "look_up", "up")).isEqualTo("none");
  }

  @Test
  void theExactNameCountsFirstAndOtherCaseOnlyIfItIsUnique() {
    assertThat(find("functions_up", "up", "functions_up")).isEqualTo("functions_up");
    assertThat(find("UP", "up", "UP")).isEqualTo("UP");
    assertThat(find("functions.up", "UP", "up")).isEqualTo("up");
    assertThat(find("Up", "up", "UP")).isEqualTo("none");
    assertThat(find("functions." + "a".repeat(100_000), "up")).isEqualTo("none");
  }
}
