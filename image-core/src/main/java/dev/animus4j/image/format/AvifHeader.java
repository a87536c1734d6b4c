package dev.animus4j.image.format;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Header of an AVIF file: boxes within boxes (ISO 23008-12). The size is in {@code
 * meta/iprp/ipco/ispe}. A thumbnail, an alpha plane and the tiles of a grid have such a box too, so
 * the largest counts.
 */
final class AvifHeader {
  private static final Set<String> BRANDS = Set.of("avif", "avis");
  private static final int LONGEST_BRAND_LIST = 1024;
  private static final Box FILE = new Box("", 0, Long.MAX_VALUE);

  private AvifHeader() {}

  /** Whether one of the brands in the first box is an AVIF one, or not all have been read yet. */
  static boolean mayBeAvif(Buffer head) {
    long end = Math.min(head.getUnsignedInt(0), LONGEST_BRAND_LIST);
    for (int at = 8; at + 4 <= Math.min(end, head.length()); at += 4) {
      if (BRANDS.contains(head.getString(at, at + 4, "ISO-8859-1"))) {
        return true;
      }
    }
    return end > head.length();
  }

  static Optional<PixelSize> size(Buffer head) {
    return child(head, FILE, "meta")
        .map(meta -> new Box(meta.type, meta.start + 4, meta.end))
        .flatMap(meta -> child(head, meta, "iprp"))
        .flatMap(iprp -> child(head, iprp, "ipco"))
        .filter(ipco -> ipco.end <= head.length())
        .flatMap(ipco -> largestSize(head, ipco));
  }

  /** Skips the boxes between the first one and {@code meta}, which do not have the size. */
  static ParsedImageHeader.ResumePoint resumePoint(Buffer head) {
    List<Box> boxes = children(head, FILE);
    long first = boxes.get(0).end;
    long from = first;
    for (Box box : boxes.subList(1, boxes.size())) {
      if (box.type.equals("meta")) {
        break;
      }
      from = box.end;
    }
    return first > head.length()
        ? ParsedImageHeader.ResumePoint.NONE
        : new ParsedImageHeader.ResumePoint((int) first, from);
  }

  private static Optional<PixelSize> largestSize(Buffer head, Box ipco) {
    return children(head, ipco).stream()
        .filter(box -> box.type.equals("ispe") && box.start + 12 <= box.end)
        .map(box -> (int) box.start + 4)
        .map(at -> PixelSize.of(head.getUnsignedInt(at), head.getUnsignedInt(at + 4)))
        .max(Comparator.comparingLong(PixelSize::pixels));
  }

  private static Optional<Box> child(Buffer head, Box parent, String type) {
    return children(head, parent).stream().filter(box -> box.type.equals(type)).findFirst();
  }

  /** Returns the boxes within one, as far as their headers have been read. */
  private static List<Box> children(Buffer head, Box parent) {
    List<Box> boxes = new ArrayList<>();
    long at = parent.start;
    while (at <= Math.min(parent.end, head.length()) - 16) {
      Box box = box(head, (int) at, parent.end);
      boxes.add(box);
      at = box.end;
    }
    return boxes;
  }

  private static Box box(Buffer head, int at, long limit) {
    long size = head.getUnsignedInt(at);
    String type = head.getString(at + 4, at + 8, "ISO-8859-1");
    if (size == 0) {
      return new Box(type, at + 8, limit);
    }
    boolean large = size == 1;
    long length = large ? head.getLong(at + 8) : size;
    if (length < (large ? 16 : 8) || length > limit - at) {
      throw ParsedImageHeader.invalidImage("a box of the AVIF is damaged");
    }
    return new Box(type, at + (large ? 16 : 8), at + length);
  }

  /** Box by type, with the range of its content. */
  private record Box(String type, long start, long end) {}
}
