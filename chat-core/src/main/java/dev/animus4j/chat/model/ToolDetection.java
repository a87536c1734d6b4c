package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Ordered;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Offers a function that makes pictures, and sees to it that the model also says something. */
final class ToolDetection {
  private static final String MADE =
      "The picture is being made, and will be shown below your answer. Tell the user so in a"
          + " sentence or two, without any link.";
  private static final String NOT_MADE =
      "No picture comes of this call. If you made no other, tell the user so.";

  private final ChatModel model;
  private final ChatRequest request;

  ToolDetection(ChatModel model, ChatRequest request) {
    this.model = model;
    this.request = request.features(PictureTool.offeredIn(request.features().images(false)));
  }

  Flowable<ChatPart> parts() {
    if (!PictureTool.isOfferedIn(request.features())) {
      return model.stream(request);
    }
    return Flowable.defer(
        () -> {
          Opening opening = new Opening();
          return Ordered.concatMap(model.stream(request), part -> told(part, opening));
        });
  }

  private Flowable<ChatPart> told(ChatPart part, Opening opening) {
    if (part instanceof ChatReply reply) {
      return answered(reply);
    }
    return part instanceof ChatPart.Words words ? opening.words(words) : Flowable.just(part);
  }

  private Flowable<ChatPart> answered(ChatReply reply) {
    List<ToolCall> calls = reply.toolCalls().stream().filter(PictureTool::isCalledBy).toList();
    ChatReply taken = PictureTool.takenOutOf(reply);
    return calls.isEmpty() || !taken.isEmpty() ? Flowable.just(taken) : spoken(calls, taken);
  }

  /** The model is asked for its words; a server that refuses answers to calls has none. */
  private Flowable<ChatPart> spoken(List<ToolCall> calls, ChatReply taken) {
    Flowable<ChatPart> words =
        Flowable.defer(() -> model.stream(again(calls, taken.imagePrompt())))
            .map(part -> part instanceof ChatReply reply ? joined(taken, reply) : part);
    return Fallback.of(
        words,
        failed ->
            failed.failure() instanceof AnimusException.InvalidRequest && promises(taken)
                ? Flowable.just(taken)
                : Flowable.error(failed.failure()));
  }

  /** Tools are still offered, since some providers insist on it where there were calls. */
  private ChatRequest again(List<ToolCall> calls, @Nullable String prompt) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(Message.assistant("").calling(calls));
    boolean made = false;
    for (ToolCall call : calls) {
      boolean makes = !made && prompt != null && prompt.equals(PictureTool.prompt(call));
      messages.add(Message.tool(call.id(), makes ? MADE : NOT_MADE));
      made = made || makes;
    }
    return request.messages(messages).features(request.features().toolChoice(ToolChoice.NONE));
  }

  /** What was said the second time; what was promised the first time, if anything. */
  private static ChatReply joined(ChatReply first, ChatReply reply) {
    ChatReply second = PictureTool.takenOutOf(reply);
    ChatReply both = JoinedReply.of(first, second);
    return promises(first) ? both.promising(first.promised()) : both;
  }

  private static boolean promises(ChatReply reply) {
    return reply.imagePrompt() != null;
  }
}
