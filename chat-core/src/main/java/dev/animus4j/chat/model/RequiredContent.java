package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import java.time.Duration;

/** Requirement that a response of a provider says, calls or promises something. */
public final class RequiredContent {
  private RequiredContent() {}

  /**
   * Returns the response, unless there is nothing in it but reasoning. That fails with Unavailable,
   * since a model asked again often answers; but with InvalidRequest when the token limit left no
   * room.
   */
  public static ChatResponse require(ChatResponse response) {
    if (hasNothing(response)) {
      throw failure(response.metadata());
    }
    return response;
  }

  private static boolean hasNothing(ChatResponse response) {
    return response.isEmpty()
        && response.promisedImage() == null
        && response.images().isEmpty()
        && response.turns().isEmpty()
        && !response.next();
  }

  private static AnimusException failure(ChatResponseMetadata metadata) {
    String provider = metadata.provider() == null ? "the model" : metadata.provider();
    FailureOrigin origin = new FailureOrigin(provider, 200, metadata.id(), null);
    return metadata.isTruncated()
        ? new AnimusException.InvalidRequest(origin, "the token limit left no room to answer")
        : new AnimusException.Unavailable(origin, "the answer is empty", true, (Duration) null);
  }
}
