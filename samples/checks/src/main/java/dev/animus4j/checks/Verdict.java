package dev.animus4j.checks;

/**
 * What came of a check: one line.
 *
 * @param name of the check
 * @param holds whether what it claims is so
 * @param text the figures, or what is wrong
 */
record Verdict(String name, boolean holds, String text) {
  private static final int LENGTH = 1_000;
  private static final String OK = ": ok ";
  private static final String FAILED = ": FAILED ";

  Verdict {
    String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
    text = line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line;
  }

  static Verdict failed(Check check, String why) {
    return new Verdict(check.name(), false, why);
  }

  /** Proves a check in this JVM. */
  static Verdict on(Check check) {
    try {
      return new Verdict(check.name(), true, check.prove());
    } catch (Throwable failure) {
      failure.printStackTrace();
      boolean claim = failure instanceof AssertionError && failure.getMessage() != null;
      return failed(check, String.valueOf(claim ? failure.getMessage() : failure));
    }
  }

  /** Whether a line of output is a verdict on a check. */
  static boolean in(String line, Check check) {
    return line.startsWith(check.name() + OK) || line.startsWith(check.name() + FAILED);
  }

  /** Reads a line in which there is one. */
  static Verdict of(String line, Check check) {
    boolean holds = line.startsWith(check.name() + OK);
    String head = check.name() + (holds ? OK : FAILED);
    return new Verdict(check.name(), holds, line.substring(head.length()));
  }

  int exitCode() {
    return holds ? 0 : 1;
  }

  @Override
  public String toString() {
    return name + (holds ? OK : FAILED) + text;
  }
}
