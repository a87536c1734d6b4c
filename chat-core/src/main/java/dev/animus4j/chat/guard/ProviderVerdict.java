package dev.animus4j.chat.guard;

/** Withholds content that the provider's moderation objected to. */
final class ProviderVerdict {
  private ProviderVerdict() {}

  static Verdict verdict(GuardrailInput input) {
    return input.complianceViolations().isEmpty()
        ? Verdict.allow()
        : new Verdict.Withheld("the provider's moderation objects", input.complianceViolations());
  }
}
