package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that gives these answers, one after the other, and keeps what it was asked. */
final class ScriptedChatModel implements StreamingChatModel {
  static final ChatRequest DRAW = ChatRequest.of("Show me a cat.").withImageDetection();

  final List<ChatRequest> asked = new ArrayList<>();
  private final Deque<Flowable<ChatUpdate>> answers = new ArrayDeque<>();

  static ScriptedChatModel with(ChatUpdate... parts) {
    return new ScriptedChatModel().then(parts);
  }

  ScriptedChatModel then(ChatUpdate... parts) {
    answers.add(Flowable.fromArray(parts));
    return this;
  }

  ScriptedChatModel thenFailing(Throwable failure, ChatUpdate... parts) {
    answers.add(Flowable.<ChatUpdate>fromArray(parts).concatWith(Flowable.error(failure)));
    return this;
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return Flowable.defer(
        () -> {
          asked.add(request);
          return answers.remove();
        });
  }

  static ChatUpdate.TextDelta words(String text) {
    return new ChatUpdate.TextDelta(text);
  }

  static ToolCall picture(String id, String arguments) {
    return new ToolCall(id, "generate_image", arguments);
  }

  static ChatResponse counted(String text, long tokens) {
    ChatResponse response = ChatResponse.of(text);
    return response.plusUsage(new Usage(tokens, tokens, 2 * tokens));
  }

  static List<ChatUpdate> parts(ChatModel model, ChatRequest request) {
    return model.stream(request).toList().blockingGet();
  }

  static ChatResponse last(List<ChatUpdate> parts) {
    return (ChatResponse) parts.get(parts.size() - 1);
  }

  static String told(List<ChatUpdate> parts) {
    return parts.stream()
        .map(update -> update instanceof ChatUpdate.TextDelta textDelta ? textDelta.text() : "")
        .reduce("", String::concat);
  }
}
