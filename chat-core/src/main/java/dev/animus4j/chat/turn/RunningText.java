package dev.animus4j.chat.turn;

import org.jspecify.annotations.Nullable;

/**
 * A text that comes in pieces and is given out in sentences and paragraphs, each as soon as it is
 * certain that it is complete, which takes the beginning of what follows. How the text is cut into
 * pieces makes no difference.
 *
 * <p>Never torn are fenced and indented code, lists, quotes and tables. What ends with a colon
 * stays with what follows, and so does a heading. White space around what is given is left out.
 */
final class RunningText {
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
  private final Sentence sentence = new Sentence();
  private Block block = Block.NONE;
  private Block around = Block.NONE;
  private String fence = "";
  private boolean blank = true;
  private boolean within;
  private int at;
  private int seen;

  /** How far it was looked what was said last before white space and stars, and what that is. */
  private int looked;

  private char last;

  void add(String piece) {
    text.append(piece);
  }

  /** The next piece that is complete; null while there is none. */
  @Nullable String next() {
    int cut = 0;
    int before;
    boolean was;
    do {
      before = at;
      was = within;
      cut = within ? inLine() : atLine();
    } while (cut == 0 && (before != at || was != within));
    return cut == 0 ? null : taken(cut);
  }

  /** All that is left, complete or not. */
  String rest() {
    return text.toString().strip();
  }

  private String taken(int cut) {
    String piece = text.substring(0, cut).strip();
    text.delete(0, cut);
    at = 0;
    seen = 0;
    looked = 0;
    last = 0;
    blank = !within;
    sentence.reset();
    block = within ? Block.PROSE : Block.NONE;
    return piece;
  }

  /** Reads the beginning of a line; gives where to cut, if at all. */
  private int atLine() {
    seen = Math.max(seen, at);
    if (block == Block.FENCE) {
      return fenced(text.indexOf("\n", seen));
    }
    while (seen < text.length() && Line.isIndentation(text.charAt(seen))) {
      seen++;
    }
    Line line = Line.at(text, seen);
    if (line == Line.UNKNOWN) {
      return 0;
    } else if (line == Line.BLANK) {
      blank = true;
      at = seen + 1;
      return 0;
    }
    boolean indented = isIndented(line);
    if (breaks(line, indented)) {
      return at;
    }
    begin(line, indented);
    return 0;
  }

  private int fenced(int end) {
    if (end < 0) {
      seen = text.length();
      return 0;
    }
    if (Line.closes(text.substring(at, end), fence)) {
      block = around == Block.LIST ? Block.LIST : Block.CODE;
      blank = false;
    }
    at = end + 1;
    return 0;
  }

  /** Whether a line is code by its indentation, or goes on with a list. */
  private boolean isIndented(Line line) {
    int columns = blank && line != Line.ITEM ? Line.columns(text, at) : 0;
    return columns >= (block == Block.LIST ? LIST_COLUMNS : CODE_COLUMNS);
  }

  private boolean breaks(Line line, boolean indented) {
    boolean introduced = block == Block.HEADING || leads();
    return switch (block) {
      case NONE, HEADING -> false;
      case CODE -> true;
      case LIST -> line == Line.HEADING || (blank && !indented && line != Line.ITEM && !introduced);
      case QUOTE -> line == Line.HEADING || (blank && line != Line.QUOTE && !introduced);
      case TABLE -> line == Line.HEADING || (blank && line != Line.TABLE && !introduced);
      default -> !introduced && (blank || line == Line.HEADING);
    };
  }

  /** Whether what was read so far announces what follows. */
  private boolean leads() {
    for (; looked < at; looked++) {
      char next = text.charAt(looked);
      last = Glyphs.isSpace(next) || next == '*' ? last : next;
    }
    return last == ':' || last == '：';
  }

  private void begin(Line line, boolean indented) {
    Block begun = begun(line, indented);
    if (begun == Block.FENCE) {
      around = block;
      fence = Line.mark(text, at);
    } else if (begun == Block.PROSE && block == Block.PROSE && !blank) {
      sentence.endsWith('\n', at);
    } else {
      sentence.reset();
    }
    block = begun;
    blank = false;
    within = true;
  }

  private Block begun(Line line, boolean indented) {
    if (line == Line.FENCE && !(indented && block != Block.LIST)) {
      return Block.FENCE;
    }
    boolean isKept = block == Block.LIST || block == Block.QUOTE || block == Block.TABLE;
    if (line == Line.HEADING || (isKept && !blank)) {
      return line == Line.HEADING ? Block.HEADING : block;
    }
    return switch (line) {
      case ITEM -> Block.LIST;
      case QUOTE -> block == Block.LIST ? Block.LIST : Block.QUOTE;
      case TABLE -> block == Block.LIST ? Block.LIST : Block.TABLE;
      default -> indented ? Block.LIST : Block.PROSE;
    };
  }

  /** Reads on in a line; gives where to cut, if at all. */
  private int inLine() {
    if (at == text.length()) {
      return 0;
    }
    int c = text.codePointAt(at);
    if (c == '\n') {
      at++;
      within = false;
    } else if (block != Block.PROSE) {
      int end = text.indexOf("\n", at);
      at = end < 0 ? text.length() : end;
    } else if (!isHalf(c)) {
      boolean ends = sentence.endsWith(c, at);
      at += Character.charCount(c);
      return ends ? sentence.next() : 0;
    }
    return 0;
  }

  /** Whether the other half of a character may still come. */
  private boolean isHalf(int c) {
    return at + 1 == text.length() && Character.isHighSurrogate((char) c) && c <= 0xFFFF;
  }
}
