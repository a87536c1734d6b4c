package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.ToolCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  private static final TokenCounter ESTIMATE = TokenCounter.estimate();

  /** The vocabularies take a second to load. */
  private static final class Exact {
    static final TokenCounter COUNTER = TokenCounter.openAi("gpt-4o", "gpt-4");
  }

  private static int exactly(String text, String model) {
    return Exact.COUNTER.count(Message.user(text), model);
  }

  private static double estimated(String text) {
    return ESTIMATE.count(Message.user(text), null);
  }

  @Test
  void theVocabularyIsTheModelsOwn() {
    assertThat(exactly("antidisestablishmentarianism", "gpt-4o")).isEqualTo(4 + 6);
    assertThat(exactly("hello world", "gpt-4o")).isEqualTo(4 + 2);
    assertThat(exactly("お誕生日おめでとう", "gpt-4o-mini")).isEqualTo(4 + 8);
    assertThat(exactly("お誕生日おめでとう", "gpt-4-turbo")).isEqualTo(4 + 9);
    for (String newer : List.of("gpt-4.1-nano", "gpt-5", "o3", "chatgpt-4o-latest", "x/gpt-4o")) {
      assertThat(exactly("お誕生日おめでとう", newer)).as(newer).isEqualTo(4 + 8);
    }
  }

  @Test
  void theOverheadOfAMessageIsCounted() {
    Message named = new Message(Role.USER, "hello", "anna", List.of(), null, List.of());
    assertThat(Exact.COUNTER.count(named, "gpt-4o")).isEqualTo(4 + 1 + 1 + 1);
    Message calling = Message.assistant("").withToolCalls(List.of(new ToolCall("c", "f", "{}")));
    assertThat(Exact.COUNTER.count(calling, "gpt-4o")).isBetween(10, 16);
    assertThat(ESTIMATE.count(calling, "llama")).isBetween(10, 16);
  }

  @Test
  void othersAreEstimated() {
    String text = "What a beautiful day it is by the sea.";
    Message message = Message.user(text);
    assertThat(Exact.COUNTER.count(message, "llama3")).isEqualTo(ESTIMATE.count(message, null));
    assertThat(Exact.COUNTER.count(message, null)).isEqualTo(ESTIMATE.count(message, null));
    TokenCounter newerOnly = TokenCounter.openAi("gpt-4o");
    assertThat(newerOnly.count(message, "gpt-4")).isEqualTo(ESTIMATE.count(message, null));
    assertThatThrownBy(() -> TokenCounter.openAi("llama3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("llama3");
  }

  @Test
  void longTextsAreCountedPieceByPieceWithHardlyADifference() {
    String prose = "The quick brown fox jumps over the lazy dog. ".repeat(100);
    assertThat(exactly(prose, "gpt-4o")).isEqualTo(4 + 1001);
    assertThat(exactly("🌷".repeat(2000), "gpt-4o")).isCloseTo(4 + 4000, within(2000));
    assertThat(exactly("a".repeat(80_000), "gpt-4o")).isCloseTo(4 + 10_000, within(100));
  }

  @Property(tries = 300)
  void theEstimateIsNeverMoreThanAThirdTooLow(@ForAll("speech") String text) {
    for (String model : List.of("gpt-4o", "gpt-4")) {
      assertThat(estimated(text)).as(text).isGreaterThan(exactly(text, model) * 2 / 3.0);
    }
  }

  @Property(tries = 300)
  void theEstimateIsNeverMoreThanAFifthTooLowForWidespreadLanguages(
      @ForAll("widespread") String text) {
    assertThat(estimated(text)).as(text).isGreaterThan(exactly(text, "gpt-4o") * 4 / 5.0);
    assertThat(estimated(text)).as(text).isLessThan(exactly(text, "gpt-4o") * 3.5);
  }

  @Property(tries = 200)
  void theEstimateOfRandomLettersIsHardlyLessThanHalf(
      @ForAll @CharRange(from = 'a', to = 'z') @StringLength(min = 100, max = 900) String noise) {
    assertThat(estimated(noise)).isGreaterThan(exactly(noise, "gpt-4o") * 0.45);
  }

  @Provide
  static Arbitrary<String> speech() {
    List<Locale> all =
        Arrays.stream(Locale.getAvailableLocales())
            .filter(locale -> !locale.getLanguage().isEmpty() && locale.getCountry().isEmpty())
            .filter(locale -> locale.getVariant().isEmpty() && words(locale).size() > 300)
            .toList();
    assertThat(all).hasSizeGreaterThan(90);
    return texts(all);
  }

  @Provide
  static Arbitrary<String> widespread() {
    return texts(
        Stream.of("en", "de", "fr", "es", "pt", "ru", "zh", "ja", "ko", "ar", "hi", "vi", "th")
            .map(Locale::forLanguageTag)
            .toList());
  }

  /** A hundred words of one language: the names that it has for countries and languages. */
  private static Arbitrary<String> texts(List<Locale> locales) {
    return Arbitraries.of(locales)
        .flatMap(locale -> Arbitraries.longs().map(seed -> text(words(locale), new Random(seed))));
  }

  private static String text(List<String> words, Random chance) {
    return Stream.generate(() -> words.get(chance.nextInt(words.size())))
        .limit(100)
        .collect(Collectors.joining(" "));
  }

  /** Those that are not the English ones, which stand in where a language has none. */
  private static List<String> words(Locale locale) {
    List<String> words = new ArrayList<>();
    named(Locale.getISOCountries(), locale, TokenCounterTest::country, words);
    named(Locale.getISOLanguages(), locale, TokenCounterTest::language, words);
    return words;
  }

  private static void named(
      String[] codes,
      Locale locale,
      BiFunction<String, Locale, String> naming,
      List<String> words) {
    for (String code : codes) {
      String name = naming.apply(code, locale);
      boolean own = !name.equals(naming.apply(code, Locale.ENGLISH));
      if (own || locale.equals(Locale.ENGLISH)) {
        words.add(name);
      }
    }
  }

  private static String country(String code, Locale locale) {
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(locale);
  }

  private static String language(String code, Locale locale) {
    return new Locale.Builder().setLanguage(code).build().getDisplayLanguage(locale);
  }
}
