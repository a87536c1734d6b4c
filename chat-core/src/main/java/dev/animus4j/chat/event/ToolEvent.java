package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Something about a call of a tool that has a function; calls of other tools are told in {@link
 * MessageEvent.MessageCompleted}. What a call answered is in the history.
 */
public sealed interface ToolEvent extends ChatEvent {

  /**
   * A function is called.
   *
   * @param callId told again when the call is over
   * @param name of the tool
   * @param arguments as the model wrote them: JSON, or what it takes for it
   */
  @JsonTypeName("toolCallStart")
  record ToolCallStarted(
      @JsonUnwrapped Stamp stamp, String callId, String name, @JsonInclude String arguments)
      implements ToolEvent {}

  /** A function has answered, and the answer is remembered. */
  @JsonTypeName("toolCallComplete")
  record ToolCallCompleted(@JsonUnwrapped Stamp stamp, String callId, String name, long elapsedMs)
      implements ToolEvent {}

  /** A function has not answered, which the model is told, or is not waited for any longer. */
  @JsonTypeName("toolCallError")
  record ToolCallFailed(
      @JsonUnwrapped Stamp stamp, String callId, String name, long elapsedMs, Failure error)
      implements ToolEvent {}
}
