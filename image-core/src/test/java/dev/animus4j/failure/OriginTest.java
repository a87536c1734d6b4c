package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Incorrect API key: sk-proj-abcdefgh12345678. Sorry | Incorrect API key: …. Sorry",
        "got Authorization: Bearer abc.def/ghi today        | got Authorization: Bearer … today",
        "token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl expired   | token … expired",
        "AIzaSyA1234567890 is not enabled                   | … is not enabled",
        "cannot read data:image/png;base64,iVBORw0KGgo= now | cannot read … now"
      })
  void takesSecretsAndDataUrlsOutOfTheExcerpt(String said, String kept) {
    assertThat(said(said).excerpt()).isEqualTo(kept);
  }

  @Test
  void takesThemOutOfWhatWeSayOurselves() {
    assertThat(Origin.of("openai").describe("key sk-abcdefgh1234\nrefused"))
        .isEqualTo("openai: key … refused.");
  }

  @Test
  void takesOutLongRunsOfBase64() {
    assertThat(said("b64_json: " + "QUJD".repeat(40)).excerpt()).isEqualTo("b64_json: …");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void hasNoExcerptWhenNothingWasSaid(String said) {
    assertThat(said(said).excerpt()).isNull();
    assertThat(said(said).describe("failed")).isEqualTo("openai: failed (HTTP 400).");
  }

  @Property
  void keepsTheExcerptToOneShortLine(@ForAll @StringLength(max = 2000) String said) {
    String excerpt = said(said).excerpt();
    if (excerpt != null) {
      assertThat(excerpt).hasSizeLessThanOrEqualTo(200).doesNotContainPattern("\\R");
    }
  }

  private static Origin said(String excerpt) {
    return new Origin("openai", 400, null, excerpt);
  }
}
