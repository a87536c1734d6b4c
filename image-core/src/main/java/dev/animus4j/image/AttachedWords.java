package dev.animus4j.image;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words that are written together with a noun: the particles of Korean, and the article of Arabic,
 * also behind a preposition.
 */
final class AttachedWords {
  private static final List<String> ARTICLES = List.of("وال", "بال", "فال", "كال", "لل", "ال");

  /** The longest first. */
  private static final List<Particle> PARTICLES =
      List.of(
          new Particle("에게서", After.ANY, true),
          new Particle("에서", After.ANY, true),
          new Particle("에게", After.ANY, true),
          new Particle("한테", After.ANY, true),
          new Particle("까지", After.ANY, true),
          new Particle("부터", After.ANY, true),
          new Particle("처럼", After.ANY, true),
          new Particle("으로", After.CONSONANT, true),
          new Particle("이랑", After.CONSONANT, true),
          new Particle("을", After.CONSONANT, true),
          new Particle("은", After.CONSONANT, true),
          new Particle("를", After.VOWEL, true),
          new Particle("는", After.VOWEL, true),
          new Particle("에", After.ANY, true),
          new Particle("이", After.CONSONANT, false),
          new Particle("과", After.CONSONANT, false),
          new Particle("가", After.VOWEL, false),
          new Particle("와", After.VOWEL, false),
          new Particle("로", After.VOWEL, false),
          new Particle("의", After.ANY, false),
          new Particle("도", After.ANY, false),
          new Particle("만", After.ANY, false));

  private AttachedWords() {}

  private enum After {
    VOWEL,
    CONSONANT,
    ANY
  }

  /**
   * Particle of Korean.
   *
   * @param after how the noun must end
   * @param isClear whether hardly any noun ends like this, so that it counts after one syllable
   */
  private record Particle(String text, After after, boolean isClear) {
    boolean endsNoun(String word) {
      int start = word.length() - text.length();
      return word.endsWith(text) && start >= (isClear ? 1 : 2) && fits(word.charAt(start - 1));
    }

    /** The syllables of Hangul are numbered by how they end, 28 ways, beginning with a vowel. */
    private boolean fits(char syllable) {
      boolean endsInVowel = (syllable - '가') % 28 == 0;
      return isHangul(syllable) && (after == After.ANY || endsInVowel == (after == After.VOWEL));
    }
  }

  /** Returns these words, with a space where one is written together with the next. */
  static String detach(String words) {
    if (words.chars().noneMatch(c -> isHangul(c) || isArabic(c))) {
      return words;
    }
    return Stream.of(words.strip().split(" "))
        .map(word -> split(word, isArabic(word.charAt(0)) ? articleEnd(word) : nounEnd(word)))
        .collect(Collectors.joining(" ", " ", " "));
  }

  private static String split(String word, int seam) {
    return seam == 0 ? word : word.substring(0, seam) + " " + word.substring(seam);
  }

  private static int articleEnd(String word) {
    return ARTICLES.stream()
        .filter(article -> word.startsWith(article) && word.length() >= article.length() + 2)
        .findFirst()
        .map(String::length)
        .orElse(0);
  }

  private static int nounEnd(String word) {
    return PARTICLES.stream()
        .filter(particle -> particle.endsNoun(word))
        .findFirst()
        .map(particle -> word.length() - particle.text.length())
        .orElse(0);
  }

  private static boolean isHangul(int character) {
    return character >= '가' && character <= '힣';
  }

  private static boolean isArabic(int character) {
    return character >= 0x620 && character <= 0x6FF;
  }
}
