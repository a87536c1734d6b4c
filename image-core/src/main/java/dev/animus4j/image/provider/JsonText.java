package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A JSON document read byte by byte, as far as the next picture. What has been read is kept. */
final class JsonText {
  private final Set<String> places;
  private final Origin origin;
  private final Skeleton skeleton;
  private final JsonPlace place = new JsonPlace();
  private final StringChars chars = new StringChars();
  private @Nullable ValueHead head;
  private boolean inString;
  private int mark;
  private int pictures;

  JsonText(Set<String> places, int most, Origin origin) {
    this.places = places;
    this.origin = origin;
    this.skeleton = new Skeleton(most, origin);
  }

  /** Takes a byte outside pictures; true when the inside of a picture follows. */
  boolean take(int c) {
    skeleton.add(c);
    if (!inString) {
      between(c);
      return false;
    }
    int character = chars.take(c);
    if (character == StringChars.END) {
      endString();
      return false;
    }
    return head != null && character >= 0 && isPicture(head.take(character));
  }

  /** The first characters of the picture that now follows; the picture is left out. */
  String begin() {
    String encoded = head == null ? "" : head.encoded();
    head = null;
    inString = false;
    skeleton.replaceSince(mark, pictures++);
    return encoded;
  }

  /** What has been kept, once all has been read. */
  JsonNode read() {
    return skeleton.read();
  }

  private void between(int c) {
    if (c == '"') {
      mark = skeleton.size() - 1;
      inString = true;
      head = !place.isAtKey() && place.isAmong(places) ? new ValueHead() : null;
    } else if (!place.pass(c)) {
      throw new AnimusException.Protocol(origin, "the JSON is nested too deep", null);
    }
  }

  private void endString() {
    inString = false;
    head = null;
    if (place.isAtKey()) {
      place.key(skeleton.textSince(mark + 1));
    }
  }

  private boolean isPicture(ValueHead.Nature nature) {
    if (nature == ValueHead.Nature.INVALID) {
      throw new AnimusException.Protocol(origin, "the data: URL of the picture is invalid", null);
    }
    head = nature == ValueHead.Nature.PLAIN ? null : head;
    return nature == ValueHead.Nature.PICTURE;
  }
}
