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
 * Content of a rendered image, derived from its prompt. {@link #name()} encodes all of it, so that
 * image URLs stay valid for as long as the simulator runs, without any storage.
 *
 * @param variant one of 256, by the hash of the prompt: enough to tell images apart, and few enough
 *     for 10,000 conversations to be served from a cache
 */
record ImageSpec(
    Scene scene, Set<Mood> moods, int width, int height, int variant, boolean transparent) {
  static final int WIDTH = 512;
  static final int HEIGHT = 384;
  static final int LARGEST = 2048;
  private static final int LONGEST_PROMPT = 2000;
  private static final Pattern NAME =
      Pattern.compile("([a-z]+)((?:-[a-z]+)*)-(\\d{1,4})x(\\d{1,4})-([0-9a-f]{2})(-alpha)?");
  private static final Pattern CHANGES =
      Pattern.compile(
          "(?i)(, (with (more|less) \\w+ \\w+"
              + "|brighter|darker|warmer|colder|softer|(more|less) vibrant))+$");

  static ImageSpec of(String wholePrompt) {
    String prompt = wholePrompt.substring(0, Math.min(wholePrompt.length(), LONGEST_PROMPT));
    String unchanged = CHANGES.matcher(prompt.strip()).replaceFirst("");
    return new ImageSpec(
        Scene.find(prompt).orElse(Scene.ABSTRACT),
        Mood.of(prompt),
        WIDTH,
        HEIGHT,
        (unchanged.hashCode() * 0x9E3779B9) >>> 24,
        false);
  }

  /** The spec of an image of the simulator, by its URL or name; empty for any other. */
  static Optional<ImageSpec> parse(String address) {
    String file = address.substring(address.lastIndexOf('/') + 1);
    Matcher name = NAME.matcher(file.replaceFirst("\\.png$", ""));
    return name.matches() ? fromName(name) : Optional.empty();
  }

  private static Optional<ImageSpec> fromName(Matcher name) {
    try {
      Set<Mood> moods =
          Arrays.stream(name.group(2).split("-"))
              .filter(mood -> !mood.isEmpty())
              .map(mood -> Mood.valueOf(mood.toUpperCase(Locale.ROOT)))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Mood.class)));
      return Optional.of(
          new ImageSpec(
                  Scene.valueOf(name.group(1).toUpperCase(Locale.ROOT)),
                  Collections.unmodifiableSet(moods),
                  WIDTH,
                  HEIGHT,
                  Integer.parseInt(name.group(5), 16),
                  name.group(6) != null)
              .resize(Integer.parseInt(name.group(3)), Integer.parseInt(name.group(4))));
    } catch (IllegalArgumentException unknownSceneOrMood) {
      return Optional.empty();
    }
  }

  String name() {
    String tags =
        Stream.concat(Stream.of(scene), moods.stream())
            .map(word -> word.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("-"));
    String name = "%s-%dx%d-%02x".formatted(tags, width, height, variant);
    return transparent ? name + "-alpha" : name;
  }

  /** This spec in another size, of at most 2048 pixels each way. */
  ImageSpec resize(int width, int height) {
    return new ImageSpec(scene, moods, clamp(width), clamp(height), variant, transparent);
  }

  /** This spec, with nothing around its middle or, if false, with all of its scene. */
  ImageSpec transparent(boolean transparent) {
    return new ImageSpec(scene, moods, width, height, variant, transparent);
  }

  /** A similar spec, for the second and later images of one request. */
  ImageSpec variation(int index) {
    return new ImageSpec(scene, moods, width, height, (variant + 37 * index) & 0xFF, transparent);
  }

  /** This spec and similar ones, {@code count} in total. */
  List<ImageSpec> variations(int count) {
    return IntStream.range(0, count).mapToObj(this::variation).toList();
  }

  /** This spec changed by a prompt: another scene if it names one, and its moods. */
  ImageSpec applyPrompt(String prompt) {
    EnumSet<Mood> all = EnumSet.noneOf(Mood.class);
    all.addAll(moods);
    all.addAll(Mood.of(prompt));
    return new ImageSpec(
        Scene.find(prompt).orElse(scene),
        Collections.unmodifiableSet(all),
        width,
        height,
        variant,
        transparent);
  }

  private static int clamp(int side) {
    return Math.max(16, Math.min(LARGEST, side));
  }
}
