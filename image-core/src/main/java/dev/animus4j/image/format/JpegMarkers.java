package dev.animus4j.image.format;

/**
 * Markers of a JPEG file (ITU-T T.81, annex B): segments, and scans, in whose data a byte of ones
 * is followed by zero, by the number of a restart, or by the next marker. The last is EOI.
 */
final class JpegMarkers extends FileParts {
  private static final int ONES = 0xFF;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;

  private boolean inSegment;
  private boolean hasScan;

  JpegMarkers() {
    super(2, 1);
    seekMarker();
  }

  @Override
  void read(byte[] head) {
    if (inSegment) {
      readLength(head);
    } else {
      readMarker(head[0] & 0xFF);
    }
  }

  private void readLength(byte[] head) {
    int length = unsignedShort(head, 0);
    if (length < 2) {
      throw ParsedImageHeader.invalidImage("a segment of the JPEG is damaged");
    }
    inSegment = false;
    skipSegment(length - 2);
  }

  private void readMarker(int marker) {
    if (marker == ONES) {
      expect(1);
    } else if (marker == END && hasScan) {
      end();
    } else if (isBare(marker)) {
      seekMarker();
    } else {
      hasScan |= marker == SCAN;
      inSegment = true;
      expect(2);
    }
  }

  private void skipSegment(int length) {
    skip(length);
    expect(1);
    seekMarker();
  }

  /** Whether it is no marker, or one without a segment. */
  private static boolean isBare(int marker) {
    return marker <= 0x01 || (marker >= 0xD0 && marker <= END);
  }
}
