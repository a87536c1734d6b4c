package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.text.StreamedText;
import dev.animus4j.chat.text.TextAccumulator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Separates reasoning from the text of a reply while it is streamed. Only an opening tag at the
 * start of the reply, after white space, begins reasoning, which lasts to its closing tag, or to
 * the end. Tags anywhere else are text, for a reply may be about them. While the beginning may
 * still become a tag it is held back, and so is what may be the beginning of a closing tag.
 *
 * <p>Some servers open the reasoning themselves and only its end is in the text. Holding back every
 * reply for it would delay the first delta of all models, so it is an option for callers who know
 * their server: see {@link ThinkTags#implicit}. After reasoning, the reply is stripped of white
 * space.
 */
final class ThinkTagFilter {
  /** What some models write between their reasoning and the closing tag. */
  private static final Pattern MARKS = Pattern.compile("(?:<\\|[^|>]*\\|>(?:assistant)?\\s*)+$");

  private enum Part {
    START,
    INSIDE,
    TEXT
  }

  private final ThinkTags tags;
  private final TextAccumulator content = new TextAccumulator();
  private @Nullable StreamedText reasoning;

  /** White space before the first word, which is dropped when reasoning follows. */
  private @Nullable StreamedText blank;

  private String pending = "";
  private Part part = Part.START;
  private List<ThinkTags.Pair> open = List.of();

  ThinkTagFilter(ThinkTags tags) {
    this.tags = tags;
  }

  /** Adds the next delta; returns the text that can be emitted now, which may be empty. */
  String add(String delta) {
    if (part == Part.TEXT) {
      return emit(delta);
    }
    pending = pending.concat(delta);
    if (part == Part.START) {
      readStart();
    }
    if (part == Part.INSIDE) {
      readReasoning();
    }
    return part == Part.TEXT ? emit(takePending()) : "";
  }

  /** Ends the text; returns what was held back. */
  String end() {
    if (part == Part.INSIDE) {
      reasoning = append(reasoning, takePending());
    }
    return emit(takePending());
  }

  /** Ends an incomplete text; returns what was held back, unless it may be reasoning. */
  String abort() {
    return part == Part.INSIDE ? "" : emit(takePending());
  }

  /** The complete text, without reasoning. */
  String content() {
    return open.isEmpty() ? content.toString() : content.toString().strip();
  }

  /** The reasoning since the last call, as the model wrote it. */
  String takeReasoning() {
    return reasoning == null ? "" : reasoning.take();
  }

  /** The reasoning; null when there is none. */
  @Nullable String reasoning() {
    String all =
        reasoning == null ? "" : MARKS.matcher(reasoning.toString()).replaceAll("").strip();
    return all.isEmpty() ? null : all;
  }

  /** After reasoning, white space before the first word is dropped. */
  private String emit(String text) {
    String kept = !open.isEmpty() && content.isEmpty() ? text.stripLeading() : text;
    content.append(kept);
    return kept;
  }

  /** Most replies have neither reasoning nor white space at their start. */
  private static @Nullable StreamedText append(@Nullable StreamedText all, String text) {
    if (text.isEmpty()) {
      return all;
    }
    StreamedText longer = all == null ? new StreamedText() : all;
    longer.add(text);
    return longer;
  }

  private String takePending() {
    String text = blank == null ? pending : blank + pending;
    blank = null;
    pending = "";
    return text;
  }

  private void readStart() {
    int start = 0;
    while (pending.length() > start && isBlank(pending.charAt(start))) {
      start++;
    }
    blank = append(blank, pending.substring(0, start));
    pending = pending.substring(start);
    ThinkTags.Pair opened = tags.openedBy(pending);
    if (opened != null) {
      begin(List.of(opened));
      pending = pending.substring(opened.open().length());
    } else if (!tags.mayOpen(pending) && tags.implicit()) {
      begin(tags.pairs());
    } else if (!tags.mayOpen(pending)) {
      part = Part.TEXT;
    }
  }

  private void begin(List<ThinkTags.Pair> pairs) {
    part = Part.INSIDE;
    open = pairs;
    blank = null;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || c == '\uFEFF';
  }

  /** Moves the reasoning up to the closing tag, but not what may be the beginning of one. */
  private void readReasoning() {
    int end = pending.length();
    int next = -1;
    for (int at = 0; at < pending.length() && next < 0; at++) {
      for (ThinkTags.Pair pair : open) {
        int length = Math.min(pair.close().length(), pending.length() - at);
        if (pending.regionMatches(true, at, pair.close(), 0, length)) {
          end = Math.min(end, at);
          next = next < 0 && length == pair.close().length() ? at + length : next;
        }
      }
    }
    reasoning = append(reasoning, pending.substring(0, end));
    pending = pending.substring(next < 0 ? end : next);
    part = next < 0 ? part : Part.TEXT;
  }
}
