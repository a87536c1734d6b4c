package dev.animus4j.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.AnimusException.Stage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnimusExceptionTest {
  private static final FailureOrigin ORIGIN =
      new FailureOrigin("openai", 500, "req_1", "it\nbroke");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ConnectException REFUSED = new ConnectException("refused");

  static Stream<Arguments> kinds() {
    return Stream.of(
        kind("contentPolicy", false, false, contentPolicy()),
        kind("noImage", false, false, new AnimusException.NoImage(ORIGIN, "I would rather not")),
        kind("invalidRequest", false, false, new AnimusException.InvalidRequest(ORIGIN, "no")),
        kind("contextLengthExceeded", false, false, contextLengthExceeded()),
        kind("authentication", false, false, authentication()),
        kind("quotaExhausted", false, false, new AnimusException.QuotaExhausted(ORIGIN, SECOND)),
        kind("rateLimited", true, false, new AnimusException.RateLimited(ORIGIN, SECOND)),
        kind("rateLimited", true, false, new AnimusException.RateLimited(ORIGIN, null)),
        kind("timedOut", true, false, timedOut(Limit.CONNECT)),
        kind("timedOut", true, true, timedOut(Limit.FIRST_BYTE)),
        kind("timedOut", true, true, timedOut(Limit.GAP)),
        kind("timedOut", true, true, timedOut(Limit.TOTAL)),
        kind("unavailable", true, false, unreachable(false)),
        kind("unavailable", true, true, unreachable(true)),
        kind("unavailable", true, true, overloaded()),
        kind("protocol", false, true, new AnimusException.Protocol(ORIGIN, "not JSON", null)),
        kind("cancelled", false, false, new AnimusException.Cancelled(ORIGIN, "interrupted")),
        kind("takenOver", true, false, new TakenOver(ORIGIN)),
        kind("ownedElsewhere", true, false, new OwnedElsewhere(ORIGIN, "n")),
        kind("storeLostData", false, false, new StoreLostData(ORIGIN, "step 3 is gone")),
        kind("incompatibleSchema", false, false, new IncompatibleSchema(ORIGIN, "version 9")));
  }

  @ParameterizedTest(name = "{0}: transient {1}, may have run {2}")
  @MethodSource("kinds")
  void saysWhatTheCallerCanDo(
      String kind, boolean isTransient, boolean mayHaveRun, AnimusException failure) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.isTransient()).isEqualTo(isTransient);
    assertThat(failure.mayHaveRun()).isEqualTo(mayHaveRun);
    assertThat(failure.origin()).isEqualTo(ORIGIN);
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("kinds")
  void tellsItInOneLine(
      String kind, boolean isTransient, boolean mayHaveRun, AnimusException failure) {
    assertThat(failure.getMessage())
        .startsWith("openai: ")
        .contains(" (HTTP 500): \"it broke\". ")
        .endsWith(".")
        .doesNotContain("\n");
  }

  @Test
  void saysWhatHappenedAndWhatToDo() {
    assertThat(new AnimusException.RateLimited(FailureOrigin.of("flux"), SECOND))
        .hasMessage("flux: rate limit reached. Try again in 1000 ms.");
    assertThat(new AnimusException.RateLimited(FailureOrigin.of("flux"), null))
        .hasMessage("flux: rate limit reached. Slow down and try again.");
    assertThat(timedOut(Limit.GAP))
        .hasMessageContaining("the next piece of the response took longer than 1000 ms");
    assertThat(contentPolicy()).hasMessageContaining("refused by content policy (output)");
  }

  @Test
  void keepsWhatTheProviderSaid() {
    assertThat(new AnimusException.QuotaExhausted(ORIGIN, SECOND).retryAfter()).contains(SECOND);
    assertThat(new AnimusException.RateLimited(ORIGIN, null).retryAfter()).isEmpty();
    assertThat(overloaded().retryAfter()).contains(SECOND);
    assertThat(unreachable(false)).hasCause(REFUSED);
    assertThat(authentication()).hasCause(REFUSED);
    assertThat(timedOut(Limit.GAP).limit()).isEqualTo(Limit.GAP);
    assertThat(contentPolicy().stage()).isEqualTo(Stage.OUTPUT);
    assertThat(contentPolicy().categories()).containsExactly("violence");
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new AnimusException.RateLimited(ORIGIN, SECOND));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = (AnimusException) in.readObject();
      assertThat(copy.origin()).isEqualTo(ORIGIN);
      assertThat(copy.isTransient()).isTrue();
      assertThat(copy.retryAfter()).contains(SECOND);
    }
  }

  private static Arguments kind(
      String kind, boolean isTransient, boolean mayHaveRun, AnimusException failure) {
    return Arguments.of(kind, isTransient, mayHaveRun, failure);
  }

  private static AnimusException.ContentPolicy contentPolicy() {
    return new AnimusException.ContentPolicy(ORIGIN, Stage.OUTPUT, List.of("violence"));
  }

  private static AnimusException contextLengthExceeded() {
    return new AnimusException.ContextLengthExceeded(ORIGIN);
  }

  private static AnimusException.Authentication authentication() {
    return new AnimusException.Authentication(ORIGIN, "the key is not known", REFUSED);
  }

  private static AnimusException.TimedOut timedOut(Limit limit) {
    return new AnimusException.TimedOut(ORIGIN, limit, SECOND);
  }

  private static AnimusException.Unavailable unreachable(boolean mayHaveRun) {
    return new AnimusException.Unavailable(ORIGIN, "connection lost", mayHaveRun, REFUSED);
  }

  private static AnimusException.Unavailable overloaded() {
    return new AnimusException.Unavailable(ORIGIN, "overloaded", true, SECOND);
  }
}
