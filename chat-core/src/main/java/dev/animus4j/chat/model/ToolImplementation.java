package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Single;

/** Function of a {@link Tool}, called when a model requests it. */
@FunctionalInterface
public interface ToolImplementation {

  /**
   * The result of one call, as text or JSON for the model. Called on the Vert.x context of the
   * conversation, so it must not block; the result may be emitted on any thread, and the {@code
   * Single} is disposed after the timeout or when the exchange is cancelled. On failure the model
   * is sent only the kind of failure, and may try again; the message is sent only of an {@link
   * dev.animus4j.failure.AnimusException.InvalidRequest}. A blank result is a failure too.
   *
   * @param call its arguments are a JSON object; whether they match the schema is not checked, see
   *     {@link ToolCall#argumentsAs}
   */
  Single<String> call(ToolCall call);
}
