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
 */
public record Features(
    boolean images,
    boolean reasoning,
    @Nullable Boolean compliance,
    List<Tool> tools,
    ToolChoice toolChoice) {

  /** Text only. */
  public static final Features NONE = new Features(false, false, null, List.of(), ToolChoice.AUTO);

  public Features {
    tools = List.copyOf(tools);
  }

  public Features images(boolean images) {
    return new Features(images, reasoning, compliance, tools, toolChoice);
  }

  public Features reasoning(boolean reasoning) {
    return new Features(images, reasoning, compliance, tools, toolChoice);
  }

  public Features compliance(boolean compliance) {
    return new Features(images, reasoning, compliance, tools, toolChoice);
  }

  public Features tools(Tool... tools) {
    return new Features(images, reasoning, compliance, List.of(tools), toolChoice);
  }

  public Features toolChoice(ToolChoice toolChoice) {
    return new Features(images, reasoning, compliance, tools, toolChoice);
  }
}
