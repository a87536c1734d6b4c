package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Event of a call of a tool that has a function; calls of other tools are in {@link
 * MessageEvent.MessageCompleted}. The result of a call is in the history.
 */
public sealed interface ToolEvent extends ChatEvent {

  /**
   * The start of a call.
   *
   * @param callId the same as in the event that ends the call
   * @param name of the tool
   * @param arguments as the model wrote them: not necessarily valid JSON
   */
  @JsonTypeName("toolCallStart")
  record ToolCallStarted(
      @JsonUnwrapped EventStamp stamp, String callId, String name, @JsonInclude String arguments)
      implements ToolEvent {}

  /** A call returned a result, which is appended to the history. */
  @JsonTypeName("toolCallComplete")
  record ToolCallCompleted(
      @JsonUnwrapped EventStamp stamp, String callId, String name, long elapsedMs)
      implements ToolEvent {}

  /**
   * A call failed, and the model is sent the failure as its result; or the call is no longer
   * awaited.
   */
  @JsonTypeName("toolCallError")
  record ToolCallFailed(
      @JsonUnwrapped EventStamp stamp, String callId, String name, long elapsedMs, Failure error)
      implements ToolEvent {}
}
