package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marker that stands in the remainder of a document for an image, with its number, from 0: alone,
 * or in a text for a data URL. It begins with a character that no text has.
 */
public final class ImageMarker {
  private static final Pattern MARKER = Pattern.compile("\0image (\\d{1,9});");

  private ImageMarker() {}

  /** The marker of the image of this number. */
  public static String of(int number) {
    return "\0image " + number + ";";
  }

  /** The marker as it is written within a JSON string. */
  static String json(int number) {
    return "\\u0000image " + number + ";";
  }

  /** Whether this node is the marker of an image, and nothing else. */
  public static boolean isMarker(JsonNode node) {
    return node.isTextual() && MARKER.matcher(node.textValue()).matches();
  }

  /** The number of the image that this node is a marker of; -1 when it is none. */
  public static int number(JsonNode node) {
    Matcher marker = MARKER.matcher(node.asText());
    return marker.matches() ? Integer.parseInt(marker.group(1)) : -1;
  }

  /** The numbers of the images whose markers are in a text, in order. */
  public static List<Integer> numbers(String text) {
    return MARKER.matcher(text).results().map(m -> Integer.valueOf(m.group(1))).toList();
  }

  /** Whether there is a marker in a text. */
  public static boolean isIn(String text) {
    return text.indexOf('\0') >= 0 && MARKER.matcher(text).find();
  }
}
