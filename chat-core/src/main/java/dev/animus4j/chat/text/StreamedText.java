package dev.animus4j.chat.text;

/** Text that arrives in deltas and is taken as it comes. */
public final class StreamedText {
  private final TextAccumulator all = new TextAccumulator();
  private int taken;

  /** Adds the next delta. */
  public void add(String delta) {
    all.append(delta);
  }

  /** Returns what was added since the last call, without half a character at its end. */
  public String take() {
    int from = taken;
    int end = all.length();
    boolean splits = end > from && Character.isHighSurrogate(all.lastChar());
    taken = splits ? end - 1 : end;
    return from == taken ? "" : all.substring(from).substring(0, taken - from);
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The whole text. */
  @Override
  public String toString() {
    return all.toString();
  }
}
