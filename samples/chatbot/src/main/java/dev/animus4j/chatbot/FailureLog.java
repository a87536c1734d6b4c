package dev.animus4j.chatbot;

import dev.animus4j.failure.AnimusException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, in the log, what users are not told: why a request failed, without secrets,
 * and with the id by which it is found in the access log. Of exchanges the client does the same.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  private final Redaction redaction;

  FailureLog(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Logs why a request failed; of what nobody expects, also where. */
  void log(String request, Throwable failure) {
    if (failure instanceof AnimusException known) {
      LOG.warn("Request {}: {}: {}", request, known.kind(), redaction.of("" + known.getMessage()));
    } else {
      LOG.error("Request {}: {}", request, redaction.of(failure));
    }
  }
}
