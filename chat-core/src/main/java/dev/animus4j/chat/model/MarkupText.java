package dev.animus4j.chat.model;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text out of which {@code <image_prompt>} elements are taken while it comes. No part of a tag is
 * told: what may be the beginning of one is held back until that is known, and so is white space,
 * for an element takes the smaller of the gaps around it with it. A tag may have upper case and
 * attributes; a stray one is just left out. Any second tag ends an element, since some models close
 * it with the wrong one, and the end of the text does. In fenced code, all is text.
 */
final class MarkupText {
  /** A tag whose end is missing ends before the next one, or when it gets too long. */
  private static final Pattern TAG =
      Pattern.compile("(?i)<\\s?+(/?+)\\s?+image_prompt(?![\\w-])[^<>]{0,200}+(?:>|(?=[^>]))");

  private static final Pattern CHANGES =
      Pattern.compile("(?is).*\\schanges\\s?=\\s?[\"']?previous\\b.*");

  private final Quotations quotations;
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder told = new StringBuilder();
  private final FenceLine line = new FenceLine();
  private final StringBuilder element = new StringBuilder();
  private Gap before = new Gap();
  private Gap gap = new Gap();
  private @Nullable PromisedImage promised;
  private boolean changes;
  private boolean begun;
  private boolean removed;
  private boolean fenced;
  private boolean inside;

  /** A text in which elements that repeat these promise nothing. */
  MarkupText(Quotations quotations) {
    this.quotations = quotations;
  }

  /** Takes the next piece; gives what can be told now, perhaps nothing. */
  String add(String piece) {
    pending.append(piece);
    int at = 0;
    for (int next = next(at); next > at; next = next(at)) {
      at = next;
    }
    pending.delete(0, at);
    return taken();
  }

  /** There are no more pieces; gives what was held back and is not a torn tag. */
  String end() {
    if (inside) {
      close();
    } else if (isTorn()) {
      remove();
    } else {
      text(pending);
    }
    told.append(removed ? "" : gap);
    pending.setLength(0);
    gap = new Gap();
    return taken();
  }

  /** What the first element says that says something; null when there was none. */
  @Nullable PromisedImage promised() {
    return promised;
  }

  private String taken() {
    String all = told.toString();
    told.setLength(0);
    return all;
  }

  /** Reads on from there; gives where it has come to, the same place if it needs to know more. */
  private int next(int at) {
    int tag = pending.indexOf("<", at);
    if (tag != at) {
      int end = tag < 0 ? pending.length() : tag;
      text(pending.subSequence(at, end));
      return end;
    }
    Matcher matcher = TAG.matcher(pending).region(at, pending.length());
    boolean isTag = !isCode() && matcher.lookingAt();
    if (isTag) {
      tag(matcher);
    } else if (isCode() || !matcher.hitEnd()) {
      text("<");
      return at + 1;
    }
    return isTag ? matcher.end() : at;
  }

  private void tag(MatchResult tag) {
    if (inside) {
      close();
    } else {
      remove();
      inside = tag.group(1).isEmpty() && !tag.group().endsWith("/>");
      changes = CHANGES.matcher(tag.group()).matches();
    }
  }

  private void remove() {
    before = before.wider(gap);
    gap = new Gap();
    removed = true;
  }

  private void close() {
    if (promised == null) {
      String prompt = XmlText.unescaped(element.toString()).strip();
      PromisedImage found = PromisedImage.of(prompt, "markup");
      promised = found == null || quotations.contain(prompt) ? null : found.changing(changes);
    }
    element.setLength(0);
    inside = false;
  }

  private void text(CharSequence text) {
    if (inside) {
      element.append(text);
      return;
    }
    text.chars().forEach(c -> text((char) c));
  }

  private void text(char c) {
    if (c == '\n') {
      fenced = fenced != line.isFence();
      line.begin();
    } else {
      line.add(c);
    }
    if (Character.isWhitespace(c)) {
      gap.add(c);
      return;
    }
    if (!before.isEmpty() || !gap.isEmpty()) {
      told.append(begun || !removed ? before.wider(gap) : "");
      before = new Gap();
      gap = new Gap();
    }
    told.append(c);
    removed = false;
    begun = true;
  }

  private boolean isCode() {
    return !inside && (fenced || line.isFence());
  }

  /** A shorter beginning is more likely to be something else. */
  private boolean isTorn() {
    return pending.toString().toLowerCase(Locale.ROOT).contains("im");
  }
}
