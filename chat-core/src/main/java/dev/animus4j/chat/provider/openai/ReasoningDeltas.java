package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.text.TextAccumulator;

/** Reasoning of a response, which is emitted as it comes. */
final class ReasoningDeltas {
  private final TextAccumulator all = new TextAccumulator();
  private int taken;

  void add(String delta) {
    all.append(delta);
  }

  /** Returns what was added since the last call. */
  String take() {
    int from = taken;
    taken = all.length();
    return from == taken ? "" : all.substring(from);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
