package dev.animus4j.chat.provider.inline;

import dev.animus4j.chat.provider.inline.InlineImageStart.Form;
import java.util.Objects;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Takes images out of streamed text: data URLs with base64, alone, in Markdown and in HTML, and the
 * base64 of image files. All of the Markdown or HTML goes with the image. Other text is unchanged,
 * and held back only while it may be the beginning of an image.
 */
public final class InlineImageFilter {
  private final @Nullable ChoiceImages images;

  /** Text that is not decided yet. */
  private String text = "";

  private int at;

  /** How much of the text was emitted before it was decided, since it hardly begins an image. */
  private int emitted;

  private char before = '\n';
  private boolean started;
  private boolean removed;
  private @Nullable Form open;
  private @Nullable Base64Run run;

  /**
   * Creates a filter for one text.
   *
   * @param images where its images go; null to drop them
   */
  public InlineImageFilter(@Nullable ChoiceImages images) {
    this.images = images;
  }

  /** Filters a whole text. */
  public static String filter(String text, @Nullable ChoiceImages images) {
    InlineImageFilter filter = new InlineImageFilter(images);
    String filtered = filter.add(text) + filter.end();
    return filter.removed ? filtered.strip() : filtered;
  }

  /** Adds the next delta; returns the text that can be emitted now, which may be empty. */
  public String add(String delta) {
    boolean decided = text.isEmpty() && open == null;
    if (!decided || InlineImageStart.find(delta, 0) < delta.length()) {
      return read(delta, false);
    }
    before = delta.isEmpty() ? before : delta.charAt(delta.length() - 1);
    return emit(delta);
  }

  /** Ends the text; returns what was held back, except an incomplete image. */
  public String end() {
    String left = read("", true);
    if (run != null) {
      endRun(run);
    }
    return left;
  }

  /** Whether an image was taken out. */
  public boolean hasRemoved() {
    return removed;
  }

  private String read(String delta, boolean last) {
    text = text.concat(delta);
    at = 0;
    StringBuilder output = new StringBuilder();
    boolean more = true;
    while (more && at < text.length()) {
      more = open == null ? readText(output, last) : readImage(last);
    }
    before = at == 0 ? before : text.charAt(at - 1);
    emitted = Math.max(0, emitted - at);
    text = text.substring(at);
    return emit(output.toString());
  }

  /** Reads on; false when more text is needed. */
  private boolean readText(StringBuilder output, boolean last) {
    append(output, InlineImageStart.find(text, at));
    InlineImageStart start = at < text.length() ? InlineImageStart.at(text, at, before()) : null;
    if (start == null) {
      append(output, Math.min(at + 1, text.length()));
    } else if (start.form() != null) {
      begin(start, start.form());
    } else if (last) {
      at = InlineImageStart.hasImage(text.substring(at)) ? text.length() : at;
      append(output, text.length());
    } else {
      appendUnlikely(output);
      return false;
    }
    return true;
  }

  private char before() {
    return at == 0 ? before : text.charAt(at - 1);
  }

  /** Appends the text up to this position, except what was emitted already. */
  private void append(StringBuilder output, int to) {
    output.append(text, Math.min(to, Math.max(at, emitted)), to);
    at = to;
  }

  /** Appends what may begin an image, but hardly does, and stays undecided. */
  private void appendUnlikely(StringBuilder output) {
    if (!InlineImageStart.isLikely(text, at, before())) {
      int from = at;
      append(output, text.length());
      emitted = text.length();
      at = from;
    }
  }

  private boolean readImage(boolean last) {
    Base64Run current = run;
    if (current == null) {
      return readTail(last);
    }
    at = current.decode(text, at, last);
    if (!last && current.isUndecided(text, at)) {
      return false;
    }
    endRun(current);
    return true;
  }

  private boolean readTail(boolean last) {
    Matcher tail = Objects.requireNonNull(open).tail(text, at);
    boolean found = tail.lookingAt();
    if (!found && tail.hitEnd() && !last) {
      return false;
    }
    at = found ? tail.end() : tail.hitEnd() ? text.length() : at;
    open = null;
    return true;
  }

  private void begin(InlineImageStart start, Form form) {
    open = form;
    removed = true;
    if (start.end() < 0) {
      run = new Base64Run(newImage(start));
      at = start.payload();
    } else {
      resume(Base64Marker.number(text.substring(start.payload(), start.end())));
      at = start.end();
    }
  }

  /** Goes on with an image, if its base64 may do so. */
  private void resume(@Nullable Integer number) {
    InlineImage image = images == null || number == null ? null : images.image(number);
    if (image == null || image.isOpen()) {
      run = new Base64Run(image);
    } else if (images != null) {
      images.add(image);
    }
  }

  private @Nullable InlineImage newImage(InlineImageStart start) {
    if (images == null) {
      return null;
    }
    if (Base64Bytes.beginsImage(text.substring(start.payload()))) {
      return images.begin();
    }
    images.addUnknown();
    return null;
  }

  private void endRun(Base64Run ended) {
    run = null;
    InlineImage image = ended.image();
    if (images != null && image != null) {
      image.end();
      images.add(image);
    }
  }

  /** White space before the first word is dropped with an image there. */
  private String emit(String words) {
    if (started) {
      return words;
    }
    started = !words.isBlank();
    return removed ? words.stripLeading() : words;
  }
}
