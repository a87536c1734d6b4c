package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryWindow;
import dev.animus4j.chat.model.Role;
import java.util.List;

/** Verifies that a prompt has as much of a conversation as configured, and no less. */
final class WindowVerifier {
  private final List<HistoryEntry> known;
  private final List<HistoryEntry> sent;
  private final HistoryWindow window;
  private final int summary;
  private final int begin;

  WindowVerifier(List<HistoryEntry> known, List<HistoryEntry> sent, HistoryWindow window) {
    this.known = known;
    this.sent = sent;
    this.window = window;
    this.summary = summary(known);
    this.begin = known.size() - sent.size() + (summary < 0 ? 0 : 1);
  }

  private static int summary(List<HistoryEntry> known) {
    int at = known.size() - 1;
    while (at >= 0 && !known.get(at).summary()) {
      at--;
    }
    return at;
  }

  void verify() {
    Invariant.holds(begin > summary, "sent twice: %s of %s", sent, known);
    List<HistoryEntry> rest = summary < 0 ? sent : sent.subList(1, sent.size());
    boolean latest = rest.equals(known.subList(begin, known.size()));
    Invariant.holds(latest, "%s is not the latest of %s", sent, known);
    boolean summed = summary < 0 || sent.get(0).equals(known.get(summary));
    Invariant.holds(summed, "without the summary %d of %s: %s", summary, known, sent);
    int newest = newest();
    Invariant.holds(begin <= newest, "not what is asked: %s of %s", sent, known);
    Invariant.holds(begin == newest || fits(begin), "too much for %s: %s", window, sent);
    boolean clean = begin == summary + 1 || !isOfUser(newest) || isOfUser(begin);
    Invariant.holds(clean, "begins amidst an answer: %s of %s", sent, known);
    for (int at = summary + 1; at < begin; at++) {
      Invariant.holds(!isOfUser(at) || !fits(at), "there is room from %d on in %s", at, known);
    }
  }

  private boolean fits(int from) {
    long tokens = summary < 0 ? 0 : tokens(known.get(summary));
    for (HistoryEntry entry : known.subList(from, known.size())) {
      tokens += tokens(entry);
    }
    return known.size() - from <= window.maxMessages() && tokens <= window.maxTokens();
  }

  private long tokens(HistoryEntry entry) {
    return window.maxTokens() == Integer.MAX_VALUE || !entry.isSent()
        ? 0
        : RandomTokenCounter.of(window.tokenCounter(), entry);
  }

  private boolean isOfUser(int at) {
    return known.get(at).message().role() == Role.USER;
  }

  /** The last user message; or the last message if there is none. */
  private int newest() {
    int at = known.size() - 1;
    while (at > summary && !isOfUser(at)) {
      at--;
    }
    return at > summary ? at : Math.max(summary + 1, known.size() - 1);
  }
}
