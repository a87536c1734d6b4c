package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that gives these answers, one after the other, and keeps what it was asked. */
final class Answering implements StreamingChatModel {
  static final ChatRequest DRAW = ChatRequest.of("Show me a cat.").detectingImages();

  final List<ChatRequest> asked = new ArrayList<>();
  private final Deque<Flowable<ChatPart>> answers = new ArrayDeque<>();

  static Answering with(ChatPart... parts) {
    return new Answering().then(parts);
  }

  Answering then(ChatPart... parts) {
    answers.add(Flowable.fromArray(parts));
    return this;
  }

  Answering thenFailing(Throwable failure, ChatPart... parts) {
    answers.add(Flowable.<ChatPart>fromArray(parts).concatWith(Flowable.error(failure)));
    return this;
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    return Flowable.defer(
        () -> {
          asked.add(request);
          return answers.remove();
        });
  }

  static ChatPart.Words words(String text) {
    return new ChatPart.Words(text);
  }

  static ToolCall picture(String id, String arguments) {
    return new ToolCall(id, "generate_image", arguments);
  }

  static ChatReply counted(String text, long tokens) {
    ChatReply reply = ChatReply.of(text);
    return reply.counting(new Usage(tokens, tokens, 2 * tokens));
  }

  static List<ChatPart> parts(ChatModel model, ChatRequest request) {
    return model.stream(request).toList().blockingGet();
  }

  static ChatReply last(List<ChatPart> parts) {
    return (ChatReply) parts.get(parts.size() - 1);
  }

  static String told(List<ChatPart> parts) {
    return parts.stream()
        .map(part -> part instanceof ChatPart.Words words ? words.text() : "")
        .reduce("", String::concat);
  }
}
