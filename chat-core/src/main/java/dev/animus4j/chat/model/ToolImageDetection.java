package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.ConcatMapErrorsInOrder;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Offers an image tool, and requests text if the model only calls it. */
final class ToolImageDetection {
  private static final String MADE =
      "The picture is being made, and will be shown below your answer. Tell the user so in a"
          + " sentence or two, without any link.";
  private static final String NOT_MADE =
      "No picture comes of this call. If you made no other, tell the user so.";

  private final ChatModel model;
  private final ChatRequest request;

  ToolImageDetection(ChatModel model, ChatRequest request) {
    this.model = model;
    this.request =
        request.withFeatures(GenerateImageTool.addTo(request.features().withImages(false)));
  }

  Flowable<ChatUpdate> parts() {
    if (!GenerateImageTool.isOffered(request.features())) {
      return model.stream(request);
    }
    return Flowable.defer(
        () -> {
          LeadingWhitespaceFilter filter = new LeadingWhitespaceFilter();
          return ConcatMapErrorsInOrder.concatMap(
              model.stream(request), update -> transform(update, filter));
        });
  }

  private Flowable<ChatUpdate> transform(ChatUpdate update, LeadingWhitespaceFilter filter) {
    if (update instanceof ChatResponse response) {
      return afterReply(request.features().resolveToolCalls(response));
    }
    return update instanceof ChatUpdate.TextDelta textDelta
        ? filter.filter(textDelta)
        : Flowable.just(update);
  }

  private Flowable<ChatUpdate> afterReply(ChatResponse response) {
    List<ToolCall> calls = response.toolCalls().stream().filter(GenerateImageTool::isCall).toList();
    ChatResponse replaced = GenerateImageTool.replaceCalls(response);
    return calls.isEmpty() || !replaced.isEmpty()
        ? Flowable.just(replaced)
        : requestText(calls, replaced);
  }

  /** Requests the text; a server that rejects tool results gives none. */
  private Flowable<ChatUpdate> requestText(List<ToolCall> calls, ChatResponse replaced) {
    Flowable<ChatUpdate> parts =
        FaultIsolation.<ChatUpdate>flowable(
                () -> model.stream(followUpRequest(calls, replaced.imagePrompt())))
            .map(
                update ->
                    update instanceof ChatResponse response ? join(replaced, response) : update);
    return FallbackStream.of(
        parts,
        failed ->
            isTextOptional(failed.failure()) && hasPromise(replaced)
                ? Flowable.just(replaced)
                : Flowable.error(failed.failure()));
  }

  /** Whether the server takes no results of tools, or has nothing to say to them. */
  private static boolean isTextOptional(AnimusException failure) {
    return failure instanceof AnimusException.InvalidRequest
        || (failure instanceof AnimusException.Unavailable && failure.mayHaveRun());
  }

  /** Tools are still offered, since some providers insist on it where there were calls. */
  private ChatRequest followUpRequest(List<ToolCall> calls, @Nullable String prompt) {
    List<Message> messages = new ArrayList<>(request.messages());
    messages.add(Message.assistant("").withToolCalls(calls));
    boolean made = false;
    for (ToolCall call : calls) {
      boolean makes = !made && prompt != null && prompt.equals(GenerateImageTool.prompt(call));
      messages.add(Message.tool(call.id(), makes ? MADE : NOT_MADE));
      made = made || makes;
    }
    return request
        .withMessages(messages)
        .withFeatures(request.features().withToolChoice(ToolChoice.NONE));
  }

  /** Concatenates both; a promise of the first takes precedence. */
  private ChatResponse join(ChatResponse first, ChatResponse response) {
    ChatResponse second =
        GenerateImageTool.replaceCalls(request.features().resolveToolCalls(response));
    ChatResponse both = ConcatenatedResponse.of(first, second);
    return hasPromise(first) ? both.withImagePrompt(first.promisedImage()) : both;
  }

  private static boolean hasPromise(ChatResponse response) {
    return response.imagePrompt() != null;
  }
}
