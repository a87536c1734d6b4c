package dev.animus4j.checks;

/**
 * Result of a check, as one line.
 *
 * @param name of the check
 * @param holds whether the claim holds
 * @param text the figures, or what is wrong
 */
record CheckResult(String name, boolean holds, String text) {
  private static final int LENGTH = 1_000;
  private static final String OK = ": ok ";
  private static final String FAILED = ": FAILED ";

  CheckResult {
    String line = text.strip().replaceAll("\\s*\\R\\s*", "; ");
    text = line.length() > LENGTH ? line.substring(0, LENGTH) + "…" : line;
  }

  static CheckResult failed(Check check, String reason) {
    return new CheckResult(check.name(), false, reason);
  }

  /** Runs a check in this JVM. */
  static CheckResult prove(Check check) {
    try {
      return new CheckResult(check.name(), true, check.prove());
    } catch (Throwable failure) {
      failure.printStackTrace();
      boolean claim = failure instanceof AssertionError && failure.getMessage() != null;
      return failed(check, String.valueOf(claim ? failure.getMessage() : failure));
    }
  }

  /** Whether a line of output is the result of a check. */
  static boolean isResultLine(String line, Check check) {
    return line.startsWith(check.name() + OK) || line.startsWith(check.name() + FAILED);
  }

  /** Parses a result line. */
  static CheckResult parse(String line, Check check) {
    boolean holds = line.startsWith(check.name() + OK);
    String head = check.name() + (holds ? OK : FAILED);
    return new CheckResult(check.name(), holds, line.substring(head.length()));
  }

  int exitCode() {
    return holds ? 0 : 1;
  }

  @Override
  public String toString() {
    return name + (holds ? OK : FAILED) + text;
  }
}
