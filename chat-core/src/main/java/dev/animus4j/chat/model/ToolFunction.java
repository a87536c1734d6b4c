package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Single;

/** What a {@link Tool} does when a model calls it. */
@FunctionalInterface
public interface ToolFunction {

  /**
   * The answer to one call, in words or JSON, for the model to read. Called on the Vert.x context
   * of the conversation, so it does not block; the answer may come on any thread, and is disposed
   * when it comes too late or nobody waits for it any longer. When it fails, the model is told of
   * what kind the failure is, and may try again; what a failure says may be nobody's business, so
   * only the words of an {@link dev.animus4j.failure.AnimusException.InvalidRequest} are told. An
   * answer that is blank is a failure too.
   *
   * @param call its arguments are a JSON object, whatever the model wrote around it; whether they
   *     fit the schema is not checked, see {@link ToolCall#as}
   */
  Single<String> call(ToolCall call);
}
