package dev.animus4j.simulator;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Mood of a prompt, which tints the colours. */
enum Mood {
  VIBRANT("(?<!less )\\b(vibrant|vivid|saturated|colou?rful)", 1.45f, 1.05f),
  PALE("\\bless vibrant|\\b(pale|pastel|muted|softer)", 0.55f, 1.05f),
  BRIGHT("\\bbright|\\bwarmer", 1f, 1.2f),
  DARK("\\bdark", 1f, 0.65f);

  private final Pattern pattern;
  private final float saturation;
  private final float brightness;

  Mood(String pattern, float saturation, float brightness) {
    this.pattern = Pattern.compile(pattern);
    this.saturation = saturation;
    this.brightness = brightness;
  }

  float saturation() {
    return saturation;
  }

  float brightness() {
    return brightness;
  }

  static Set<Mood> of(String prompt) {
    String lower = prompt.toLowerCase(Locale.ROOT);
    EnumSet<Mood> moods = EnumSet.noneOf(Mood.class);
    Arrays.stream(values()).filter(mood -> mood.pattern.matcher(lower).find()).forEach(moods::add);
    return Collections.unmodifiableSet(moods);
  }
}
