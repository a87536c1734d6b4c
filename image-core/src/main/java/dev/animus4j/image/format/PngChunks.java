package dev.animus4j.image.format;

import java.util.regex.Pattern;

/** Chunks of a PNG file: length, name, data, checksum; the last is {@code IEND}. */
final class PngChunks extends FileParts {
  private static final Pattern NAME = Pattern.compile("[A-Za-z]{4}");
  private static final int CHECKSUM = 4;

  private boolean hasData;
  private boolean atEnd;

  PngChunks() {
    super(8, 8);
  }

  @Override
  void read(byte[] head) {
    if (atEnd) {
      end();
      return;
    }
    String name = name(head, 4);
    if (!NAME.matcher(name).matches()) {
      throw ParsedImageHeader.invalidImage("a chunk of the PNG is damaged");
    }
    hasData |= name.equals("IDAT");
    if (name.equals("IEND") && hasData) {
      atEnd = true;
      expect(CHECKSUM);
    } else {
      skip(unsignedInt(head, 0) + CHECKSUM);
    }
  }
}
