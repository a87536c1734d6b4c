package dev.animus4j.chat.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of a tool call as our side keeps it: the id that Gemini knows, a tilde, and the signature
 * that Gemini wants back. A conversation keeps nothing else of a call, wherever it is stored.
 *
 * @param id the provider's, or one of ours when it gave none
 * @param signature byte by byte as it came; empty when there was none; null when the call is not
 *     from Gemini at all
 */
record CallId(String id, @Nullable String signature) {
  /** What Gemini takes for the signature of a call that another model asked for. */
  private static final String FOREIGN = "skip_thought_signature_validator";

  private static final char BETWEEN = '~';

  /** The id of a call that Gemini asks for. */
  static CallId issued(@Nullable String id, @Nullable String signature) {
    boolean unusable = id != null && (id.isEmpty() || id.indexOf(BETWEEN) >= 0);
    String known = id == null || unusable ? "call_" + UUID.randomUUID() : id;
    return new CallId(known, signature == null ? "" : signature);
  }

  /** The id of a call in a conversation. */
  static CallId of(String kept) {
    int between = kept.indexOf(BETWEEN);
    return between < 0
        ? new CallId(kept, null)
        : new CallId(kept.substring(0, between), kept.substring(between + 1));
  }

  /** As our side keeps it. */
  String kept() {
    return id + BETWEEN + signature;
  }

  /** What goes back beside the call. Only the first of a turn has to be signed. */
  @Nullable String echo(boolean first) {
    if (signature == null) {
      return first ? FOREIGN : null;
    }
    return signature.isEmpty() ? null : signature;
  }
}
