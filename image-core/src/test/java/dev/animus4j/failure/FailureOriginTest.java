package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureOriginTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Incorrect API key: sk-proj-abcdefgh12345678. Sorry | Incorrect API key: …. Sorry",
        "got Authorization: Bearer abc.def/ghi today        | got Authorization: Bearer … today",
        "token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl expired   | token … expired",
        "AIzaSyA1234567890 is not enabled                   | … is not enabled",
        "cannot read data:image/png;base64,iVBORw0KGgo= now | cannot read … now",
        "authorization: Token abcdef, sent                  | authorization: Token … sent",
        "Authorization: abcdef was sent                     | Authorization: … was sent",
        "Basic c29tZW9uZTpwYXNzd29yZA== is wrong            | Basic … is wrong",
        "jdbc:postgresql://db/x?user=me&password=ab12&a=b   | jdbc:postgresql://db/x?user=me&password=…&a=b",
        "postgres://me:p@ss/word@db.internal/x is down      | postgres://…@db.internal/x is down",
        "redis://:hunter2@cache:6379 refused                | redis://…@cache:6379 refused",
        "{\"password\": \"two words\", \"a\": 1}              | {\"password\": …, \"a\": 1}",
        "DB_PASSWORD='two words' and PWD=x.                 | DB_PASSWORD=… and PWD=….",
        "client_secret=abc; access-key: def, session_token=g | client_secret=…; access-key: …, session_token=…",
        "AKIAIOSFODNN7EXAMPLE ghp_abcdefgh12 xoxb-123456789 | … … …"
      })
  void takesSecretsAndDataUrlsOutOfTheExcerpt(String said, String kept) {
    assertThat(said(said).excerpt()).isEqualTo(kept);
  }

  @Test
  void takesThemOutOfWhatWeSayOurselves() {
    assertThat(FailureOrigin.of("openai").describe("key sk-abcdefgh1234\nrefused"))
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

  private static FailureOrigin said(String excerpt) {
    return new FailureOrigin("openai", 400, null, excerpt);
  }
}
