package dev.animus4j.chat.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a model besides text.
 *
 * @param images to say when the answer promises a picture, and what it would show
 * @param reasoning to tell what it thought, where the provider can
 * @param compliance whether the provider moderates; null leaves it to the provider
 * @param tools what it may ask to be called
 * @param toolChoice whether it must
 * @param toolLimits how far it may go with tools that have functions
 */
public record Features(
    boolean images,
    boolean reasoning,
    @Nullable Boolean compliance,
    List<Tool> tools,
    ToolChoice toolChoice,
    ToolLimits toolLimits) {

  /** Text only. */
  public static final Features NONE =
      new Features(false, false, null, List.of(), ToolChoice.AUTO, ToolLimits.DEFAULT);

  public Features {
    tools = List.copyOf(tools);
  }

  public Features images(boolean images) {
    return new Features(images, reasoning, compliance, tools, toolChoice, toolLimits);
  }

  public Features reasoning(boolean reasoning) {
    return new Features(images, reasoning, compliance, tools, toolChoice, toolLimits);
  }

  public Features compliance(boolean compliance) {
    return new Features(images, reasoning, compliance, tools, toolChoice, toolLimits);
  }

  public Features tools(Tool... tools) {
    return new Features(images, reasoning, compliance, List.of(tools), toolChoice, toolLimits);
  }

  public Features toolChoice(ToolChoice toolChoice) {
    return new Features(images, reasoning, compliance, tools, toolChoice, toolLimits);
  }

  public Features toolLimits(ToolLimits toolLimits) {
    return new Features(images, reasoning, compliance, tools, toolChoice, toolLimits);
  }
}
