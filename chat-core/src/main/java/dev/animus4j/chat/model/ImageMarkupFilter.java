package dev.animus4j.chat.model;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Removes {@code <image_prompt>} elements from streamed text. No part of a tag is emitted: a
 * possible start of one is held back until it is decided, and so is white space, since the smaller
 * of the gaps around an element is removed with it. A tag may have upper case and attributes; a
 * stray one is removed. Any second tag ends an element, since some models close it with the wrong
 * one, and so does the end of the text. Fenced code is left as it is.
 */
final class ImageMarkupFilter {
  /** A tag without an end ends before the next one, or after 200 characters. */
  private static final Pattern TAG =
      Pattern.compile("(?i)<\\s?+(/?+)\\s?+image_prompt(?![\\w-])[^<>]{0,200}+(?:>|(?=[^>]))");

  private static final Pattern CHANGES =
      Pattern.compile("(?is).*\\schanges\\s?=\\s?[\"']?previous\\b.*");

  /** Maximum number of elements examined until one holds a promise. */
  private static final int MAX_ELEMENTS = 16;

  private final QuotedPromptDetector quotedPromptDetector;
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder output = new StringBuilder();
  private final CodeFenceDetector line = new CodeFenceDetector();
  private final StringBuilder element = new StringBuilder();
  private PendingWhitespace before = new PendingWhitespace();
  private PendingWhitespace pendingWhitespace = new PendingWhitespace();
  private @Nullable PromisedImage promised;
  private int closedElements;
  private boolean changes;
  private boolean started;
  private boolean removed;
  private boolean fenced;
  private boolean inside;

  /** A filter for which quoted elements are no promises. */
  ImageMarkupFilter(QuotedPromptDetector quotedPromptDetector) {
    this.quotedPromptDetector = quotedPromptDetector;
  }

  /** Adds the next delta; returns the text that can be emitted now, which may be empty. */
  String add(String delta) {
    pending.append(delta);
    int at = 0;
    for (int next = advance(at); next > at; next = advance(at)) {
      at = next;
    }
    pending.delete(0, at);
    return drain();
  }

  /** Ends the text; returns what was held back, except an incomplete tag. */
  String end() {
    if (inside) {
      closeElement();
    } else if (isIncompleteTag()) {
      removeElement();
    } else {
      append(pending);
    }
    if (!removed) {
      pendingWhitespace.appendTo(output);
    }
    pending.setLength(0);
    pendingWhitespace.clear();
    return drain();
  }

  /** The promise of the first element that is not blank or quoted; null when there was none. */
  @Nullable PromisedImage promisedImage() {
    return promised;
  }

  private String drain() {
    String all = output.toString();
    output.setLength(0);
    return all;
  }

  /** Reads on from {@code at}; returns the new position, the same if more text is needed. */
  private int advance(int at) {
    int tag = pending.indexOf("<", at);
    if (tag != at) {
      int end = tag < 0 ? pending.length() : tag;
      append(pending.subSequence(at, end));
      return end;
    }
    Matcher matcher = TAG.matcher(pending).region(at, pending.length());
    boolean isTag = !isCode() && matcher.lookingAt();
    if (isTag) {
      acceptTag(matcher);
    } else if (isCode() || !matcher.hitEnd()) {
      append("<");
      return at + 1;
    }
    return isTag ? matcher.end() : at;
  }

  private void acceptTag(MatchResult tag) {
    if (inside) {
      closeElement();
    } else {
      removeElement();
      inside = tag.group(1).isEmpty() && !tag.group().endsWith("/>");
      changes = CHANGES.matcher(tag.group()).matches();
    }
  }

  private void removeElement() {
    PendingWhitespace wider = before.max(pendingWhitespace);
    pendingWhitespace = wider == pendingWhitespace ? before : pendingWhitespace;
    before = wider;
    pendingWhitespace.clear();
    removed = true;
  }

  private void closeElement() {
    if (promised == null && closedElements++ < MAX_ELEMENTS) {
      String prompt = XmlEntities.unescape(element.toString()).strip();
      PromisedImage found = PromisedImage.of(prompt, "markup");
      promised =
          found == null || quotedPromptDetector.contains(prompt)
              ? null
              : found.withChangesPrevious(changes);
    }
    element.setLength(0);
    inside = false;
  }

  private void append(CharSequence text) {
    if (inside) {
      element.append(text);
      return;
    }
    text.chars().forEach(c -> append((char) c));
  }

  private void append(char c) {
    if (c == '\n') {
      fenced = fenced != line.isFence();
      line.reset();
    } else {
      line.add(c);
    }
    if (Character.isWhitespace(c)) {
      pendingWhitespace.add(c);
      return;
    }
    if (!before.isEmpty() || !pendingWhitespace.isEmpty()) {
      if (started || !removed) {
        before.max(pendingWhitespace).appendTo(output);
      }
      before.clear();
      pendingWhitespace.clear();
    }
    output.append(c);
    removed = false;
    started = true;
  }

  private boolean isCode() {
    return !inside && (fenced || line.isFence());
  }

  /** Whether the rest looks like an incomplete tag; a shorter start is more likely text. */
  private boolean isIncompleteTag() {
    return pending.toString().toLowerCase(Locale.ROOT).contains("im");
  }
}
