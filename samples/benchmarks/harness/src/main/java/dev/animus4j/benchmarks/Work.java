package dev.animus4j.benchmarks;

/** Workloads that are compared. */
public enum Work {
  /** A completion: system message, user message, the text of the response. */
  COMPLETION("A", "d=0,s=0"),
  /** A whole send: user message into the history, a window of ten, response into the history. */
  SEND("B", "d=0,s=0"),
  /** Completions by a provider that takes two seconds. */
  IN_FLIGHT("C", "d=2000,s=0"),
  /** A streamed completion of 500 chunks; each is a unit. */
  STREAM("D", "n=500,b=16,s=1"),
  /** An image in base64; each of its bytes is a unit. */
  PICTURE("E", "img=8388608"),
  /** An event published and received, at the address of all and at that of its conversation. */
  EVENT("F", ""),
  /** An event published without subscribers; a thousand of them, each a unit. */
  UNHEARD_EVENT("F0", ""),
  /** Memory of idle conversations. */
  IDLE("G", ""),
  /** A send to a conversation with a long history. */
  HISTORY("H", ""),
  /** From process start to the first response. */
  START("I", "d=0,s=0");

  private final String letter;
  private final String settings;

  Work(String letter, String settings) {
    this.letter = letter;
    this.settings = settings;
  }

  /** The work of this letter. */
  public static Work of(String letter) {
    for (Work work : values()) {
      if (work.letter.equals(letter)) {
        return work;
      }
    }
    throw new IllegalArgumentException("no such workload: " + letter);
  }

  /** The letter in tables and on the command line. */
  public String letter() {
    return letter;
  }

  /** How the provider has to behave. */
  public String settings() {
    return settings;
  }
}
