package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.Memory;
import dev.animus4j.chat.model.Role;
import java.util.List;

/** As much of a conversation as shall be sent, and no less. */
final class ValidWindow {
  private final List<Entry> known;
  private final List<Entry> sent;
  private final Memory memory;
  private final int summary;
  private final int begin;

  ValidWindow(List<Entry> known, List<Entry> sent, Memory memory) {
    this.known = known;
    this.sent = sent;
    this.memory = memory;
    this.summary = summary(known);
    this.begin = known.size() - sent.size() + (summary < 0 ? 0 : 1);
  }

  private static int summary(List<Entry> known) {
    int at = known.size() - 1;
    while (at >= 0 && !known.get(at).summary()) {
      at--;
    }
    return at;
  }

  void judge() {
    Rule.that(begin > summary, "sent twice: %s of %s", sent, known);
    List<Entry> rest = summary < 0 ? sent : sent.subList(1, sent.size());
    boolean latest = rest.equals(known.subList(begin, known.size()));
    Rule.that(latest, "%s is not the latest of %s", sent, known);
    boolean summed = summary < 0 || sent.get(0).equals(known.get(summary));
    Rule.that(summed, "without the summary %d of %s: %s", summary, known, sent);
    int newest = newest();
    Rule.that(begin <= newest, "not what is asked: %s of %s", sent, known);
    Rule.that(begin == newest || fits(begin), "too much for %s: %s", memory, sent);
    boolean clean = begin == summary + 1 || !isOfUser(newest) || isOfUser(begin);
    Rule.that(clean, "begins amidst an answer: %s of %s", sent, known);
    for (int at = summary + 1; at < begin; at++) {
      Rule.that(!isOfUser(at) || !fits(at), "there is room from %d on in %s", at, known);
    }
  }

  private boolean fits(int from) {
    long tokens = summary < 0 ? 0 : tokens(known.get(summary));
    for (Entry entry : known.subList(from, known.size())) {
      tokens += tokens(entry);
    }
    return known.size() - from <= memory.messages() && tokens <= memory.tokens();
  }

  private long tokens(Entry entry) {
    return memory.tokens() == Integer.MAX_VALUE ? 0 : Counting.of(memory.counter(), entry);
  }

  private boolean isOfUser(int at) {
    return known.get(at).message().role() == Role.USER;
  }

  /** What the user said last; if he said nothing, what was said last. */
  private int newest() {
    int at = known.size() - 1;
    while (at > summary && !isOfUser(at)) {
      at--;
    }
    return at > summary ? at : Math.max(summary + 1, known.size() - 1);
  }
}
