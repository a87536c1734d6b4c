package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-20T07:59:30Z");

  @ParameterizedTest
  @CsvSource({"5, 5000", "0, 0", "1.5, 1500", "86400, 86400000", "' 7 ', 7000", "0.001, 1"})
  void secondsAreReadWithFractionsThoughTheyAreIllegal(String value, long millis) {
    assertThat(waiting("Retry-After", value)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "NaN",
        "Infinity",
        "abc",
        "",
        "5d",
        "0x1p3",
        "1e3",
        "\u0663",
        "+5",
        "5,5",
        "1234567890"
      })
  void aHeaderThatIsNotInSecondsIsIgnored(String value) {
    assertThat(waiting("Retry-After", value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fri, 20 Nov 2026 08:00:00 GMT",
        "Friday, 20-Nov-26 08:00:00 GMT",
        "Fri Nov 20 08:00:00 2026",
        "Fri, 20 Nov 2026 08:00:00 UTC",
        " Fri, 20 Nov 2026 08:00:00 GMT",
        "Mon, 20 Nov 2026 08:00:00 GMT"
      })
  void datesOfAllThreeFormsAreRead(String date) {
    assertThat(waiting("Retry-After", date)).contains(Duration.ofSeconds(30));
  }

  @Test
  void aDayOfOneDigitMayBePaddedWithASpace() {
    MultiMap headers = headers("Retry-After", "Sun Nov  1 00:00:10 2026");
    assertThat(RetryAfter.parse(headers, Instant.parse("2026-11-01T00:00:00Z")))
        .contains(Duration.ofSeconds(10));
  }

  @Test
  void aYearOfTwoDigitsIsAtMostFiftyYearsAhead() {
    assertThat(HttpDate.parse("Friday, 20-Nov-76 08:00:00 GMT", NOW))
        .contains(Instant.parse("2076-11-20T08:00:00Z"));
    assertThat(HttpDate.parse("Sunday, 20-Nov-77 08:00:00 GMT", NOW))
        .contains(Instant.parse("1977-11-20T08:00:00Z"));
  }

  @Test
  void aPastDateMeansNow() {
    assertThat(waiting("Retry-After", "Fri, 20 Nov 2026 07:00:00 GMT")).contains(Duration.ZERO);
  }

  @Test
  void aDateIsMeasuredByTheServersClock() {
    MultiMap headers =
        headers("Retry-After", "Fri, 20 Nov 2026 08:00:00 GMT")
            .add("Date", "Fri, 20 Nov 2026 07:59:50 GMT");
    assertThat(RetryAfter.parse(headers, NOW)).contains(Duration.ofSeconds(10));
  }

  @Test
  void millisecondsGoBeforeSeconds() {
    MultiMap headers = headers("Retry-After", "1").add("retry-after-ms", "250");
    assertThat(RetryAfter.parse(headers, NOW)).contains(Duration.ofMillis(250));
    assertThat(waiting("retry-after-ms", "12.5")).contains(Duration.ofNanos(12_500_000));
  }

  @Test
  void theFirstValidOfSeveralLinesCounts() {
    MultiMap headers =
        headers("Retry-After", "soon").add("Retry-After", "3").add("Retry-After", "9");
    assertThat(RetryAfter.parse(headers, NOW)).contains(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @CsvSource({
    "12ms, 12000000",
    "1s, 1000000000",
    "26.66s, 26660000000",
    "26.660853464s, 26660853464",
    "6m0s, 360000000000",
    "2m59.56s, 179560000000",
    "1h2m3s, 3723000000000",
    "500µs, 500000"
  })
  void durationsAreReadInProtobufAndGoStyle(String text, long nanos) {
    assertThat(RetryAfter.parseDuration(text)).contains(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "1", "-1s", "1d", "1s ", "1 s", "PT1S", "1e3s"})
  void malformedDurationsAreIgnored(String text) {
    assertThat(RetryAfter.parseDuration(text)).isEmpty();
  }

  @Test
  void withoutRetryAfterTheLimitThatIsUsedUpCounts() {
    MultiMap headers =
        headers("x-ratelimit-remaining-requests", "12")
            .add("x-ratelimit-reset-requests", "1h")
            .add("x-ratelimit-remaining-tokens", "0")
            .add("x-ratelimit-reset-tokens", "7.66s");
    assertThat(RetryAfter.parse(headers, NOW)).contains(Duration.ofMillis(7660));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0s", "1763625600", "1763625600000"})
  void resetsThatSayNothingAreIgnored(String reset) {
    assertThat(waiting("x-ratelimit-reset-requests", reset)).isEmpty();
  }

  @Test
  void aPlainResetIsInSeconds() {
    assertThat(waiting("x-ratelimit-reset-tokens", "17")).contains(Duration.ofSeconds(17));
  }

  private static Optional<Duration> waiting(String name, String value) {
    return RetryAfter.parse(headers(name, value), NOW);
  }

  private static MultiMap headers(String name, String value) {
    return MultiMap.caseInsensitiveMultiMap().add(name, value);
  }
}
