package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"s\":\"ABC\"}",
        "{}{\"s\": \"ABC\"}",
        "{}{}\n{\"s\":\"ABC\"}",
        "{\"s\":\"ABC\"}{}",
        "{\"s\":\"ABC\"}{\"s\": \"ABC\"}",
        "null{\"s\":\"ABC\"}",
        "\"\"{\"s\":\"ABC\"}",
        "\"{\\\"s\\\":\\\"ABC\\\"}\"",
        "\"\\\"{\\\\\\\"s\\\\\\\":\\\\\\\"ABC\\\\\\\"}\\\"\"",
        "\"```json\\n{\\\"s\\\":\\\"ABC\\\"}\\n```\"",
        "```json\n{\"s\":\"ABC\"}\n```",
        "```\n{\"s\":\"ABC\"}```",
        "Here you are:\n```json\n{\"s\":\"ABC\"}\n```\nDone.",
        "\uFEFF{\"s\":\"ABC\",}",
        "<arguments>{\"s\":\"ABC\"}</arguments>",
        "{\"s\":\"ABC\"} That is all.",
        "{\"s\":\"ABC\"}\""
      })
  void oneObjectIsFound(String text) {
    assertThat(ToolArguments.read(text)).hasToString("{\"s\":\"ABC\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "null", "{}", "{}{}", "\"\"", "\"{}\"", "```json\n{}\n```"})
  void nothingIsNoArguments(String text) {
    assertThat(ToolArguments.read(text)).hasToString("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ABC",
        "7",
        "true",
        "[]",
        "[{\"s\":\"ABC\"}]",
        "\"ABC\"",
        "{\"s\":",
        "{}{\"s\":\"AB",
        "{\"s\":{\"t\":1},\"u",
        "{\"s\":\"{}",
        "{\"s\":\"A\"}{\"s\":\"B\"}",
        "{\"s\":\"A\"} or {\"s\":\"B\"}",
        "I call it with {}",
        "{\"s\":\"A\"}{\"t\":",
        "{'s':'A'}"
      })
  void whatMayMeanSomethingElseIsNotRead(String text) {
    assertThat(ToolArguments.read(text).isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\t", "\u0001"})
  void rawControlCharactersAreRead(String raw) {
    assertThat(ToolArguments.read("{\"s\":\"A" + raw + "B\"}").path("s").asText())
        .isEqualTo("A" + raw + "B");
  }
}
