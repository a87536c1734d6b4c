package dev.animus4j.chat.cluster;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.TakenOver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Failures of one node as another reads them. */
final class NodeFailures {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("node");

  private NodeFailures() {}

  static NodeReply reply(Throwable cause) {
    if (cause instanceof OwnedElsewhere || cause instanceof TakenOver) {
      return new NodeReply.Elsewhere();
    }
    if (!(cause instanceof AnimusException known)) {
      return new NodeReply.Failed("internal", cause.getClass().getSimpleName(), true, null);
    }
    Long retryAfter = known.retryAfter().map(TimeUnit.MILLISECONDS::convert).orElse(null);
    return new NodeReply.Failed(
        known.kind(), String.valueOf(known.getMessage()), known.mayHaveRun(), retryAfter);
  }

  /** For a request of another version, which has had no effect. */
  static NodeReply unknownRequest(@Nullable String version, int own) {
    return new NodeReply.Failed(
        "unknown request",
        "protocol "
            + version
            + " is asked of a node with protocol "
            + own
            + "; run versions together that follow each other",
        false,
        null);
  }

  static AnimusException exception(NodeReply.Failed failed) {
    if (failed.kind().equals("invalidRequest")) {
      return new AnimusException.InvalidRequest(ORIGIN, failed.message());
    }
    Long retryAfter = failed.retryAfterMs();
    return new AnimusException.Unavailable(
        ORIGIN,
        failed.kind() + ": " + failed.message(),
        failed.mayHaveRun(),
        retryAfter == null ? null : Duration.ofMillis(retryAfter));
  }
}
