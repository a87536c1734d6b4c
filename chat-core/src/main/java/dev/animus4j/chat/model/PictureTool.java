package dev.animus4j.chat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The function that a model calls to promise a picture. */
final class PictureTool {
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
      new Tool("generate_image", DESCRIPTION, JsonText.of(PARAMETERS).fields());

  private PictureTool() {}

  /** Offers it besides the caller's tools, unless a call of his would be lost by it. */
  static Features offeredIn(Features features) {
    ToolChoice choice = features.toolChoice();
    boolean alone = choice.equals(ToolChoice.NONE) || features.tools().isEmpty();
    List<Tool> tools = new ArrayList<>(alone ? List.of() : features.tools());
    boolean taken = tools.stream().anyMatch(tool -> tool.name().equals(TOOL.name()));
    if (taken || !(alone || choice.equals(ToolChoice.AUTO))) {
      return features;
    }
    tools.add(TOOL);
    return features.tools(tools.toArray(Tool[]::new)).toolChoice(ToolChoice.AUTO);
  }

  static boolean isOfferedIn(Features features) {
    return features.tools().contains(TOOL);
  }

  static boolean isCalledBy(ToolCall call) {
    return call.name().equals(TOOL.name());
  }

  /** Null if the arguments are not what they should be. */
  static @Nullable String prompt(ToolCall call) {
    return JsonText.of(call.arguments()).text("prompt");
  }

  /** The reply with the promise instead of the calls; the first that can be understood counts. */
  static ChatReply takenOutOf(ChatReply reply) {
    ChatReply rest =
        reply.calling(reply.toolCalls().stream().filter(call -> !isCalledBy(call)).toList());
    return reply.toolCalls().stream()
        .filter(PictureTool::isCalledBy)
        .map(PictureTool::promise)
        .filter(Objects::nonNull)
        .findFirst()
        .map(rest::promising)
        .orElse(rest);
  }

  private static @Nullable PromisedImage promise(ToolCall call) {
    PromisedImage promised = PromisedImage.of(prompt(call), "tool");
    boolean changes = JsonText.of(call.arguments()).affirms("changes_previous_image");
    return promised == null ? null : promised.changing(changes);
  }
}
