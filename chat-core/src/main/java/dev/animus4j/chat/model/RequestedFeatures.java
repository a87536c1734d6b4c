package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Features requested of a model besides text.
 *
 * @param images detection of a promised image and its prompt
 * @param reasoning the reasoning of the model, where the provider supports it
 * @param compliance whether the provider moderates; null leaves it to the provider
 * @param tools the tools it may call
 * @param toolChoice whether it must call one
 * @param toolLimits limits for tools that have functions
 * @param responseSchema what the reply shall fit, where the provider supports it; null for any text
 */
public record RequestedFeatures(
    boolean images,
    boolean reasoning,
    @Nullable Boolean compliance,
    List<Tool> tools,
    ToolChoice toolChoice,
    ToolLimits toolLimits,
    @Nullable ResponseSchema responseSchema) {

  /** Text only. */
  public static final RequestedFeatures NONE =
      new RequestedFeatures(
          false, false, null, List.of(), ToolChoice.AUTO, ToolLimits.DEFAULT, null);

  public RequestedFeatures {
    tools = List.copyOf(tools);
  }

  /**
   * These updates, their calls as they were meant: with the names of these tools, without what
   * gateways and models put around them, and with arguments that are plain JSON where they can be
   * read as an object. For models that speak to a provider.
   */
  public Flowable<ChatUpdate> resolveToolCalls(Flowable<ChatUpdate> updates) {
    return tools.isEmpty()
        ? updates
        : updates.map(
            update ->
                update instanceof ChatResponse response ? resolveToolCalls(response) : update);
  }

  /** The same of a response. */
  ChatResponse resolveToolCalls(ChatResponse response) {
    ChatResponse resolved =
        response.toolCalls().isEmpty()
            ? response
            : response.withToolCalls(response.toolCalls().stream().map(this::resolve).toList());
    return response.alternatives().isEmpty()
        ? resolved
        : resolved.withAlternatives(
            response.alternatives().stream().map(this::resolveToolCalls).toList());
  }

  private ToolCall resolve(ToolCall call) {
    String name = ToolNames.find(call.name(), tools).map(Tool::name).orElse(call.name());
    return call.normalize(name);
  }

  /** The same, with detection of promised images or without. */
  public RequestedFeatures withImages(boolean images) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }

  /** The same, with reasoning or without. */
  public RequestedFeatures withReasoning(boolean reasoning) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }

  /** The same, with the provider's moderation or without. */
  public RequestedFeatures withCompliance(boolean compliance) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }

  /** The same with these tools instead. */
  public RequestedFeatures withTools(Tool... tools) {
    return new RequestedFeatures(
        images, reasoning, compliance, List.of(tools), toolChoice, toolLimits, responseSchema);
  }

  /** The same with another choice of tools. */
  public RequestedFeatures withToolChoice(ToolChoice toolChoice) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }

  /** The same with other limits for tools that have functions. */
  public RequestedFeatures withToolLimits(ToolLimits toolLimits) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }

  /** The same with a response as JSON of this schema. */
  public RequestedFeatures withResponseSchema(ResponseSchema responseSchema) {
    return new RequestedFeatures(
        images, reasoning, compliance, tools, toolChoice, toolLimits, responseSchema);
  }
}
