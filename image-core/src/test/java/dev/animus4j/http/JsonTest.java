package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("acme");

  enum Finish {
    STOP
  }

  record Choice(Finish finishReason, String text, List<String> turns) {}

  @Test
  void unknownPropertiesAndEnumValuesAreTolerated() {
    Buffer json = Buffer.buffer("{\"finish_reason\":\"tired\",\"text\":\"a\",\"new\":{\"x\":[1]}}");
    assertThat(Json.read(json, Choice.class, ORIGIN)).isEqualTo(new Choice(null, "a", null));
    Buffer known = Buffer.buffer("{\"finish_reason\":\"STOP\"}");
    assertThat(Json.read(known, Choice.class, ORIGIN).finishReason()).isEqualTo(Finish.STOP);
  }

  @Test
  void nullsAreNotWritten() {
    assertThat(Json.write(new Choice(null, "é", List.of())))
        .isEqualTo(Buffer.buffer("{\"text\":\"é\",\"turns\":[]}"));
  }

  @Test
  void aStringMayBeAsLongAsAPicture() {
    String picture = "A".repeat(30_000_000);
    Buffer json = Buffer.buffer("{\"text\":\"").appendString(picture).appendString("\"}");
    assertThat(Json.read(json, Choice.class, ORIGIN).text()).hasSize(30_000_000);
  }

  @Test
  void malformedUtf8BecomesTheReplacementCharacter() {
    Buffer json = Buffer.buffer("{\"text\":\"a").appendByte((byte) 0xC3).appendString("b\"}");
    assertThat(Json.read(json, Choice.class, ORIGIN).text()).isEqualTo("a\ufffdb");
  }

  @Test
  void anUnwritableValueIsAnIllegalArgument() {
    assertThatThrownBy(() -> Json.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not writable as JSON: java.lang.Object");
  }

  @Test
  void aFailureSaysWhereAndQuotesNothing() {
    Buffer json = Buffer.buffer("{\"text\":\"a\",\n\"turns\":\"secret\"}");
    assertThatThrownBy(() -> Json.read(json, Choice.class, ORIGIN))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageStartingWith(
            "acme: the JSON is cut short or not a valid Choice (line 2, column 9).")
        .hasMessageNotContaining("secret");
  }
}
