package dev.animus4j.chatbot;

import dev.animus4j.failure.AnimusException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs for the operator why a request failed, without secrets, and with the id of the access log.
 * The client of the SDK does the same for exchanges.
 */
final class RequestFailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(RequestFailureLog.class);

  private final LogRedaction logRedaction;

  RequestFailureLog(LogRedaction logRedaction) {
    this.logRedaction = logRedaction;
  }

  /** Logs why a request failed; for unexpected failures with the stack trace. */
  void log(String request, Throwable failure) {
    if (failure instanceof AnimusException known) {
      LOG.warn(
          "Request {}: {}: {}",
          request,
          known.kind(),
          logRedaction.redact("" + known.getMessage()));
    } else {
      LOG.error("Request {}: {}", request, logRedaction.redact(failure));
    }
  }
}
