package dev.animus4j.chat.provider.gemini;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Id of a tool call as kept in the history: Gemini's id, a tilde, and the thought signature that
 * Gemini requires back. The signature is part of the id because a history keeps nothing else of the
 * provider's.
 *
 * @param id the provider's, or a generated one when it gave none
 * @param signature unchanged, as received; empty when there was none; null when the call is not
 *     from Gemini
 */
record SignedCallId(String id, @Nullable String signature) {
  /** Signature that Gemini accepts for a call requested by another model. */
  private static final String FOREIGN = "skip_thought_signature_validator";

  private static final char SEPARATOR = '~';

  /** The id of a call requested by Gemini. */
  static SignedCallId create(@Nullable String id, @Nullable String signature) {
    boolean unusable = id != null && (id.isEmpty() || id.indexOf(SEPARATOR) >= 0);
    String usable = id == null || unusable ? "call_" + UUID.randomUUID() : id;
    return new SignedCallId(usable, signature == null ? "" : signature);
  }

  /** Decodes the id of a call in the history. */
  static SignedCallId decode(String encoded) {
    int separator = encoded.indexOf(SEPARATOR);
    return separator < 0
        ? new SignedCallId(encoded, null)
        : new SignedCallId(encoded.substring(0, separator), encoded.substring(separator + 1));
  }

  /** The form kept in the history. */
  String encode() {
    return id + SEPARATOR + signature;
  }

  /** The signature to send with the call; null for none. Only the first of a turn needs one. */
  @Nullable String signatureToSend(boolean first) {
    if (signature == null) {
      return first ? FOREIGN : null;
    }
    return signature.isEmpty() ? null : signature;
  }
}
