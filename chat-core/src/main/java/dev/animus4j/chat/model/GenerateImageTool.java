package dev.animus4j.chat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tool that a model calls to promise an image. */
final class GenerateImageTool {
  private static final String DESCRIPTION =
      """
      Makes a picture and shows it to the user, below the text of your answer. Call it whenever \
      the user wants to see something, or wants an earlier picture changed. Pictures shown before \
      are noted in the conversation as <image description="…"/>; never write such a note yourself.\
      """;
  private static final String PARAMETERS =
      """
      {"type": "object",
       "properties": {
         "prompt": {
           "type": "string",
           "description": "All that the picture shall show, complete in itself, also for a change."
         },
         "changes_previous_image": {
           "type": "boolean",
           "description": "Whether the picture shown last shall be changed, and not a new one made."
         }
       },
       "required": ["prompt"]}""";
  private static final Tool TOOL =
      new Tool("generate_image", DESCRIPTION, LenientJson.of(PARAMETERS).toMap());

  private GenerateImageTool() {}

  /** Adds it to the caller's tools, unless that would interfere with a call of theirs. */
  static RequestedFeatures addTo(RequestedFeatures features) {
    ToolChoice choice = features.toolChoice();
    boolean only = choice.equals(ToolChoice.NONE) || features.tools().isEmpty();
    List<Tool> tools = new ArrayList<>(only ? List.of() : features.tools());
    boolean nameTaken = tools.stream().anyMatch(tool -> tool.name().equals(TOOL.name()));
    if (nameTaken || !(only || choice.equals(ToolChoice.AUTO))) {
      return features;
    }
    tools.add(TOOL);
    return features.withTools(tools.toArray(Tool[]::new)).withToolChoice(ToolChoice.AUTO);
  }

  static boolean isOffered(RequestedFeatures features) {
    return features.tools().contains(TOOL);
  }

  static boolean isCall(ToolCall call) {
    return call.name().equals(TOOL.name());
  }

  /** The prompt; null if the arguments are invalid. */
  static @Nullable String prompt(ToolCall call) {
    return arguments(call).text("prompt");
  }

  /** Replaces the calls by the promise; the first call with a valid prompt counts. */
  static ChatResponse replaceCalls(ChatResponse response) {
    ChatResponse rest =
        response.withToolCalls(
            response.toolCalls().stream().filter(call -> !isCall(call)).toList());
    return response.toolCalls().stream()
        .filter(GenerateImageTool::isCall)
        .map(GenerateImageTool::promisedImage)
        .filter(Objects::nonNull)
        .findFirst()
        .map(rest::withImagePrompt)
        .orElse(rest);
  }

  private static @Nullable PromisedImage promisedImage(ToolCall call) {
    PromisedImage promised = PromisedImage.of(prompt(call), "tool");
    boolean changes = arguments(call).isTrue("changes_previous_image");
    return promised == null ? null : promised.withChangesPrevious(changes);
  }

  private static LenientJson arguments(ToolCall call) {
    return new LenientJson(ToolArguments.read(call.arguments()));
  }
}
