package dev.animus4j.simulator;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is drawn for a prompt. Its {@link #name()} says all of it, so that the address of a picture
 * works for as long as the simulator runs, without anything being kept.
 *
 * @param variant one of 256, by the hash of the prompt: enough to tell pictures apart, and few
 *     enough for 10,000 conversations to be served from a cache
 */
record Motif(Scene scene, Set<Mood> moods, int width, int height, int variant) {
  static final int WIDTH = 512;
  static final int HEIGHT = 384;
  private static final int LARGEST = 2048;
  private static final Pattern NAME =
      Pattern.compile("([a-z]+)((?:-[a-z]+)*)-(\\d{1,4})x(\\d{1,4})-([0-9a-f]{2})");
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?i)(, (with (more|less) \\w+ \\w+"
              + "|brighter|darker|warmer|colder|softer|(more|less) vibrant))+$");

  static Motif of(String prompt) {
    String unchanged = CHANGES.matcher(prompt.strip()).replaceFirst("");
    return new Motif(
        Scene.named(prompt).orElse(Scene.ABSTRACT),
        Mood.of(prompt),
        WIDTH,
        HEIGHT,
        (unchanged.hashCode() * 0x9E3779B9) >>> 24);
  }

  /** The motif of a picture of ours, by its address or name; empty for any other. */
  static Optional<Motif> at(String address) {
    String file = address.substring(address.lastIndexOf('/') + 1);
    Matcher name = NAME.matcher(file.replaceFirst("\\.png$", ""));
    return name.matches() ? named(name) : Optional.empty();
  }

  private static Optional<Motif> named(Matcher name) {
    try {
      Set<Mood> moods =
          Arrays.stream(name.group(2).split("-"))
              .filter(mood -> !mood.isEmpty())
              .map(mood -> Mood.valueOf(mood.toUpperCase(Locale.ROOT)))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Mood.class)));
      return Optional.of(
          new Motif(
                  Scene.valueOf(name.group(1).toUpperCase(Locale.ROOT)),
                  Collections.unmodifiableSet(moods),
                  WIDTH,
                  HEIGHT,
                  Integer.parseInt(name.group(5), 16))
              .sized(Integer.parseInt(name.group(3)), Integer.parseInt(name.group(4))));
    } catch (IllegalArgumentException unknownSceneOrMood) {
      return Optional.empty();
    }
  }

  String name() {
    String words =
        Stream.concat(Stream.of(scene), moods.stream())
            .map(word -> word.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("-"));
    return "%s-%dx%d-%02x".formatted(words, width, height, variant);
  }

  /** The same in another size, of at most 2048 pixels each way. */
  Motif sized(int width, int height) {
    return new Motif(scene, moods, clamped(width), clamped(height), variant);
  }

  /** A picture like this one, for the second and later pictures of one request. */
  Motif another(int index) {
    return new Motif(scene, moods, width, height, (variant + 37 * index) & 0xFF);
  }

  /** This picture, and so many like it that there are {@code count}. */
  List<Motif> several(int count) {
    return IntStream.range(0, count).mapToObj(this::another).toList();
  }

  /** This picture, changed as a prompt says: another scene if it names one, and its moods. */
  Motif changed(String prompt) {
    EnumSet<Mood> all = EnumSet.noneOf(Mood.class);
    all.addAll(moods);
    all.addAll(Mood.of(prompt));
    return new Motif(
        Scene.named(prompt).orElse(scene),
        Collections.unmodifiableSet(all),
        width,
        height,
        variant);
  }

  private static int clamped(int side) {
    return Math.max(16, Math.min(LARGEST, side));
  }
}
