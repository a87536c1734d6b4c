package dev.animus4j.chat.text;

/** Text that arrives in deltas and is taken as it comes. */
public final class StreamedText {
  private final TextAccumulator all = new TextAccumulator();
  private int taken;

  /** Adds the next delta. */
  public void add(String delta) {
    all.append(delta);
  }

  /** Returns what was added since the last call. */
  public String take() {
    int from = taken;
    taken = all.length();
    return from == taken ? "" : all.substring(from);
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
