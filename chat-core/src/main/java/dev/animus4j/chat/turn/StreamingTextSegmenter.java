package dev.animus4j.chat.turn;

import org.jspecify.annotations.Nullable;

/**
 * Splits streamed text into sentences and paragraphs, each as soon as it is certainly complete,
 * which takes the beginning of the next. The result does not depend on how the text is cut into
 * deltas.
 *
 * <p>Fenced and indented code, lists, quotes and tables are never split. Text that ends with a
 * colon stays with what follows, and so does a heading. Segments are stripped of white space.
 */
final class StreamingTextSegmenter {
  private enum Block {
    NONE,
    PROSE,
    LIST,
    QUOTE,
    TABLE,
    HEADING,
    FENCE,
    CODE
  }

  private static final int CODE_COLUMNS = 4;
  private static final int LIST_COLUMNS = 2;

  private final StringBuilder text = new StringBuilder();
  private final SentenceScanner sentenceScanner = new SentenceScanner();
  private Block block = Block.NONE;
  private Block enclosing = Block.NONE;
  private String fence = "";
  private boolean blank = true;
  private boolean insideLine;
  private int position;
  private int scanned;
  private char lastVisible;

  /** End of the text searched for {@link #lastVisible}, which skips white space and stars. */
  private int colonScanned;

  void add(String delta) {
    text.append(delta);
  }

  /** The next complete segment; null while there is none. */
  @Nullable String nextSegment() {
    int cut = 0;
    int before;
    boolean wasInsideLine;
    do {
      before = position;
      wasInsideLine = insideLine;
      cut = insideLine ? readWithinLine() : readLineStart();
    } while (cut == 0 && (before != position || wasInsideLine != insideLine));
    return cut == 0 ? null : takeSegment(cut);
  }

  /** The rest of the text, complete or not. */
  String remaining() {
    return text.toString().strip();
  }

  private String takeSegment(int cut) {
    String segment = text.substring(0, cut).strip();
    text.delete(0, cut);
    position = 0;
    scanned = 0;
    colonScanned = 0;
    lastVisible = 0;
    blank = !insideLine;
    sentenceScanner.reset();
    block = insideLine ? Block.PROSE : Block.NONE;
    return segment;
  }

  /** Reads the beginning of a line; returns the index at which to cut, or 0. */
  private int readLineStart() {
    scanned = Math.max(scanned, position);
    if (block == Block.FENCE) {
      return readFencedLine(text.indexOf("\n", scanned));
    }
    while (scanned < text.length() && MarkdownLine.isIndentation(text.charAt(scanned))) {
      scanned++;
    }
    MarkdownLine line = MarkdownLine.classify(text, scanned);
    if (line == MarkdownLine.UNKNOWN) {
      return 0;
    } else if (line == MarkdownLine.BLANK) {
      blank = true;
      position = scanned + 1;
      return 0;
    }
    boolean indented = isIndented(line);
    if (startsNewSegment(line, indented)) {
      return position;
    }
    beginLine(line, indented);
    return 0;
  }

  private int readFencedLine(int end) {
    if (end < 0) {
      scanned = text.length();
      return 0;
    }
    if (MarkdownLine.closesFence(text.substring(position, end), fence)) {
      block = enclosing == Block.LIST ? Block.LIST : Block.CODE;
      blank = false;
    }
    position = end + 1;
    return 0;
  }

  /** Whether a line is indented code, or continues a list. */
  private boolean isIndented(MarkdownLine line) {
    int columns =
        blank && line != MarkdownLine.ITEM ? MarkdownLine.indentColumns(text, position) : 0;
    return columns >= (block == Block.LIST ? LIST_COLUMNS : CODE_COLUMNS);
  }

  private boolean startsNewSegment(MarkdownLine line, boolean indented) {
    boolean introduced = block == Block.HEADING || endsWithColon();
    boolean apart = blank && !introduced;
    boolean heading = line == MarkdownLine.HEADING;
    return switch (block) {
      case NONE, HEADING -> false;
      case CODE -> true;
      case LIST -> heading || (apart && !indented && line != MarkdownLine.ITEM);
      case QUOTE -> heading || (apart && line != MarkdownLine.QUOTE);
      case TABLE -> heading || (apart && line != MarkdownLine.TABLE);
      default -> apart || (heading && !introduced);
    };
  }

  /** Whether the text so far introduces what follows. */
  private boolean endsWithColon() {
    for (; colonScanned < position; colonScanned++) {
      char next = text.charAt(colonScanned);
      lastVisible = SentencePunctuation.isSpace(next) || next == '*' ? lastVisible : next;
    }
    return lastVisible == ':' || lastVisible == '：';
  }

  private void beginLine(MarkdownLine line, boolean indented) {
    Block next = nextBlock(line, indented);
    if (next == Block.FENCE) {
      enclosing = block;
      fence = MarkdownLine.fenceMark(text, position);
    } else if (next == Block.PROSE && block == Block.PROSE && !blank) {
      sentenceScanner.accept('\n', position);
    } else {
      sentenceScanner.reset();
    }
    block = next;
    blank = false;
    insideLine = true;
  }

  private Block nextBlock(MarkdownLine line, boolean indented) {
    if (line == MarkdownLine.FENCE && !(indented && block != Block.LIST)) {
      return Block.FENCE;
    }
    boolean continues = block == Block.LIST || block == Block.QUOTE || block == Block.TABLE;
    if (line == MarkdownLine.HEADING || (continues && !blank)) {
      return line == MarkdownLine.HEADING ? Block.HEADING : block;
    }
    return switch (line) {
      case ITEM -> Block.LIST;
      case QUOTE -> block == Block.LIST ? Block.LIST : Block.QUOTE;
      case TABLE -> block == Block.LIST ? Block.LIST : Block.TABLE;
      default -> indented ? Block.LIST : Block.PROSE;
    };
  }

  /** Reads on within a line; returns the index at which to cut, or 0. */
  private int readWithinLine() {
    if (position == text.length()) {
      return 0;
    }
    int c = text.codePointAt(position);
    if (c == '\n') {
      position++;
      insideLine = false;
    } else if (block != Block.PROSE) {
      int end = text.indexOf("\n", position);
      position = end < 0 ? text.length() : end;
    } else if (!isIncomplete(c)) {
      boolean ends = sentenceScanner.accept(c, position);
      position += Character.charCount(c);
      return ends ? sentenceScanner.nextStart() : 0;
    }
    return 0;
  }

  /** Whether the low surrogate of this character may still follow. */
  private boolean isIncomplete(int c) {
    return position + 1 == text.length() && Character.isHighSurrogate((char) c) && c <= 0xFFFF;
  }
}
