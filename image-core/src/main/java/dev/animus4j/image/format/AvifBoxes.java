package dev.animus4j.image.format;

import java.util.regex.Pattern;

/**
 * Boxes of an AVIF file (ISO 14496-12, 4.2), with those in {@code meta}: at its end no box is
 * missing bytes, and one with data has passed. What is after that, and is no box, does not count.
 */
final class AvifBoxes extends FileParts {
  private static final Pattern TYPE = Pattern.compile("[ -~]{4}");
  private static final Pattern MORE =
      Pattern.compile("mdat|free|skip|uuid|meta|moov|iprp|iinf|iref");
  private static final int LARGE = 16;

  private boolean hasData;
  private boolean large;

  AvifBoxes() {
    super(0, 8);
  }

  @Override
  void read(byte[] head) {
    if (large) {
      large = false;
      skipBox(unsignedInt(head, 0) << 32 | unsignedInt(head, 4), LARGE);
      return;
    }
    String type = name(head, 4);
    long length = unsignedInt(head, 0);
    if (!(hasData ? MORE : TYPE).matcher(type).matches()) {
      end();
      return;
    }
    hasData |= type.equals("mdat") || type.equals("idat");
    if (type.equals("meta")) {
      skip(4); // its version and flags; its boxes follow
    } else if (length == 0) {
      end(); // it reaches to the end of the file
    } else if (length == 1) {
      large = true;
    } else {
      skipBox(length, 8);
    }
  }

  private void skipBox(long length, int head) {
    if (length < head) {
      throw ParsedImageHeader.invalidImage("a box of the AVIF is damaged");
    }
    skip(length - head);
  }

  @Override
  boolean isComplete() {
    return hasData && !large && !isSkipping();
  }
}
