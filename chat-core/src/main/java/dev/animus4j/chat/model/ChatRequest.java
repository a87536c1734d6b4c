package dev.animus4j.chat.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Request to a model.
 *
 * @param model its name; null or blank for the model of the provider object
 * @param messages oldest first
 * @param sampling parameters of the sampling
 * @param features requested features besides text
 * @param streaming whether text deltas shall be emitted; null leaves it to the model: yes, unless
 *     it can split a reply into turns only when the reply is complete
 * @param autoTurn whether the model may split its reply into turns and announce a follow-up
 */
public record ChatRequest(
    @Nullable String model,
    List<Message> messages,
    Sampling sampling,
    RequestedFeatures features,
    @Nullable Boolean streaming,
    boolean autoTurn) {

  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /** A request for text only, to the default model, without streaming. */
  public static ChatRequest of(Message... messages) {
    return new ChatRequest(
        null, List.of(messages), Sampling.DEFAULT, RequestedFeatures.NONE, false, false);
  }

  /** The same, with one user message. */
  public static ChatRequest of(String text) {
    return of(Message.user(text));
  }

  /** The name of the model, or this one if the request names none. */
  public String modelOr(String otherwise) {
    return model == null || model.isBlank() ? otherwise : model;
  }

  /** The same to the model of this name. */
  public ChatRequest withModel(String model) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** The same with these messages, oldest first. */
  public ChatRequest withMessages(List<Message> messages) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** The texts of the system messages, one to a line; empty when there are none. */
  String systemMessage() {
    return messages.stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(Message::content)
        .collect(Collectors.joining("\n"));
  }

  /** The same with this system message, first, in place of any others. */
  public ChatRequest withSystemMessage(String text) {
    Stream<Message> others = messages.stream().filter(message -> message.role() != Role.SYSTEM);
    return withMessages(Stream.concat(Stream.of(Message.system(text)), others).toList());
  }

  /** The same with these sampling parameters. */
  public ChatRequest withSampling(Sampling sampling) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** The same with these features. */
  public ChatRequest withFeatures(RequestedFeatures features) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** The same with these tools in place of any others. */
  public ChatRequest withTools(Tool... tools) {
    return withFeatures(features.withTools(tools));
  }

  /** The same, with text deltas or without. */
  public ChatRequest withStreaming(boolean streaming) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** Streams, unless another requested feature would be lost by it. */
  public ChatRequest withStreamingIfPossible() {
    return new ChatRequest(model, messages, sampling, features, null, autoTurn);
  }

  /** Whether text deltas are wanted, for a model that loses no other feature by streaming. */
  public boolean canStream() {
    return streaming == null || streaming;
  }

  /** The same; the model may split its reply into turns, or may not. */
  public ChatRequest withAutoTurn(boolean autoTurn) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** Also requests detection of a promised image. */
  public ChatRequest withImageDetection() {
    return withFeatures(features.withImages(true));
  }
}
