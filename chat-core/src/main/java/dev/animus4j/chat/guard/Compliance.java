package dev.animus4j.chat.guard;

/** Takes the provider at its word. */
final class Compliance {
  private Compliance() {}

  static Verdict verdict(Matter matter) {
    return matter.complianceViolations().isEmpty()
        ? Verdict.allowed()
        : new Verdict.Withheld("the provider's moderation objects", matter.complianceViolations());
  }
}
