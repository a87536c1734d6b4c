package dev.animus4j.simulator;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds in user messages which image is requested, and which earlier one they refer to. */
final class ImagePromptParser {
  private static final Pattern WANTED =
      Pattern.compile(
          "(?i)\\b(show me|draw|paint|sunset|(picture|image|photo|photograph|drawing)s?)\\b");
  private static final Pattern OF =
      Pattern.compile("(?i)\\b(?:picture|image|photo|photograph|drawing|painting)s? of (.+)");
  private static final Pattern SHOW =
      Pattern.compile("(?i)\\b(?:show me|draw me|draw|paint me|paint|send me|generate)\\s+(.+)");
  private static final Pattern MORE =
      Pattern.compile("(?i)\\bmake (?:the|its|all|all the) (\\w+) (more|less) (\\w+)");
  private static final Pattern MAKE =
      Pattern.compile("(?i)\\bmake (?:it|this|that|them|the \\w+) (?:look )?([^.!?]+)");
  private static final Pattern SHADE =
      Pattern.compile("(?i)\\b(brighter|darker|warmer|colder|softer|(?:more|less) vibrant)\\b");
  private static final Pattern PICTURE =
      Pattern.compile("<image\\s+description=([\"'])(.*?)\\1", Pattern.DOTALL);

  private ImagePromptParser() {}

  /** The requested image, in the words of the user. */
  static Optional<String> requestedImage(String text) {
    return Stream.of(text.split("(?<=[.!?])\\s+"))
        .filter(sentence -> WANTED.matcher(sentence).find())
        .map(ImagePromptParser::subject)
        .findFirst();
  }

  /** The requested change of an image: "with more vibrant colors". */
  static Optional<String> requestedChange(String text) {
    Matcher more = MORE.matcher(text);
    if (more.find()) {
      return Optional.of(
          ("with " + more.group(2) + " " + more.group(3) + " " + more.group(1))
              .toLowerCase(Locale.ROOT));
    }
    Matcher shade = SHADE.matcher(text);
    if (shade.find()) {
      return Optional.of(shade.group(1).toLowerCase(Locale.ROOT));
    }
    Matcher make = MAKE.matcher(text);
    return make.find() ? Optional.of(stripPunctuation(make.group(1))) : Optional.empty();
  }

  /** The descriptions of the images for which a history message stands, in order. */
  static Stream<String> describedImages(String message) {
    return PICTURE.matcher(message).results().map(match -> unescape(match.group(2)));
  }

  private static String subject(String sentence) {
    return Stream.of(OF, SHOW)
        .map(pattern -> pattern.matcher(sentence))
        .filter(Matcher::find)
        .map(matcher -> stripPunctuation(matcher.group(1)))
        .filter(subject -> !subject.isBlank())
        .findFirst()
        .map(ImagePromptParser::capitalize)
        .orElseGet(() -> capitalize(stripPunctuation(sentence)));
  }

  private static String stripPunctuation(String text) {
    return text.replaceAll("[\\s.!?]+$", "").replaceAll("(?i),? please$", "").strip();
  }

  private static String capitalize(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String unescape(String xml) {
    return xml.replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#10;", "\n")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
