package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.ExchangeEvent.AttemptFailed;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationFailed;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.ToolEvent.ToolCallFailed;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, in the log, what users are not told: why something failed, without secrets,
 * and with the id of the exchange or of the request, by which it is found in the access log.
 */
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  private final Redaction redaction;

  FailureLog(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Logs what fails in conversations. */
  Disposable listen(ChatEvents events) {
    return events.on(ChatEvent.class, event -> failure(event).ifPresent(it -> log(event, it)));
  }

  private void log(ChatEvent event, Failure failure) {
    String why = redaction.of(failure.message());
    LOG.warn("{}: {}: {}: {}", event.exchangeId(), event.type(), failure.kind(), why);
  }

  /** Logs why a request failed; of what nobody expects, also where. */
  void log(String request, Throwable failure) {
    if (failure instanceof AnimusException known) {
      LOG.warn("{}: {}: {}", request, known.kind(), redaction.of("" + known.getMessage()));
    } else {
      LOG.error("{}: {}", request, redaction.of(failure));
    }
  }

  /** Why it was that this happened; empty for what is no failure. */
  static Optional<Failure> failure(ChatEvent event) {
    if (event instanceof MessageFailed failed) {
      return Optional.of(failed.error());
    } else if (event instanceof ImageGenerationFailed failed) {
      return Optional.of(failed.error());
    } else if (event instanceof AttemptFailed failed) {
      return Optional.of(failed.error());
    } else if (event instanceof ToolCallFailed failed) {
      return Optional.of(failed.error());
    }
    return event instanceof ContentModerated moderated
        ? Optional.ofNullable(moderated.error())
        : Optional.empty();
  }
}
