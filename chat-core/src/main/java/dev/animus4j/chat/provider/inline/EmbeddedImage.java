package dev.animus4j.chat.provider.inline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Image whose bytes are all of a text: a data URL, or base64 that begins like an image file.
 *
 * @param text the text, perhaps with a marker in place of the base64
 * @param payload where the base64 begins, or the marker
 */
public record EmbeddedImage(String text, int payload) {
  private static final int SHORTEST = 32;
  private static final Pattern DATA =
      Pattern.compile("(?i)\\s{0,9}data:([^,]{0,256});\\s{0,9}base64\\s{0,9},");

  /** The image that is this text; null when it is none. */
  public static @Nullable EmbeddedImage of(String text) {
    Matcher data = DATA.matcher(text);
    boolean isData = data.lookingAt();
    int payload = isData ? data.end() : 0;
    boolean named = isData && data.group(1).regionMatches(true, 0, "image/", 0, 6);
    boolean isImage =
        text.startsWith(String.valueOf(Base64Marker.BEGIN), payload)
            || (named && text.length() > payload)
            || (text.length() - payload >= SHORTEST && beginsImage(text, payload));
    return isImage ? new EmbeddedImage(text, payload) : null;
  }

  private static boolean beginsImage(String text, int payload) {
    return Base64Bytes.isPart(text.charAt(payload))
        && Base64Bytes.beginsImage(
            text.subSequence(payload, Math.min(payload + 64, text.length())));
  }

  /** Adds it to those of a choice. */
  public void addTo(ChoiceImages images) {
    Integer number =
        text.length() < payload + 8 ? Base64Marker.number(text.substring(payload)) : null;
    if (number != null) {
      images.add(images.image(number));
    } else if (beginsImage(text, payload)) {
      images.addBase64(text, payload);
    } else {
      images.addUnknown();
    }
  }
}
