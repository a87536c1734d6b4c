package dev.animus4j.chat.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param model its name; null for the one the provider object was made with
 * @param messages oldest first
 * @param sampling how it picks its words
 * @param features what is wanted besides text
 * @param streaming whether the words shall come as they are made; null leaves it to the model: yes,
 *     unless it has to see its whole answer for something else that is wanted
 * @param autoTurn whether the model may break its answer into turns and announce that it has more
 *     to say
 */
public record ChatRequest(
    @Nullable String model,
    List<Message> messages,
    Sampling sampling,
    Features features,
    @Nullable Boolean streaming,
    boolean autoTurn) {

  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /** A plain question: the default model, no streaming, text only. */
  public static ChatRequest of(Message... messages) {
    return new ChatRequest(null, List.of(messages), Sampling.DEFAULT, Features.NONE, false, false);
  }

  /** A plain question of a user. */
  public static ChatRequest of(String text) {
    return of(Message.user(text));
  }

  public ChatRequest model(String model) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  public ChatRequest messages(List<Message> messages) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  public ChatRequest sampling(Sampling sampling) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  public ChatRequest features(Features features) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  public ChatRequest streaming(boolean streaming) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** With words as they are made, if the model loses nothing else that is wanted by it. */
  public ChatRequest streamingIfPossible() {
    return new ChatRequest(model, messages, sampling, features, null, autoTurn);
  }

  /** Whether the words shall come as they are made, for a model that can do all else meanwhile. */
  public boolean streams() {
    return streaming == null || streaming;
  }

  public ChatRequest autoTurn(boolean autoTurn) {
    return new ChatRequest(model, messages, sampling, features, streaming, autoTurn);
  }

  /** Also asks to be told when the answer promises a picture. */
  public ChatRequest detectingImages() {
    return features(features.images(true));
  }
}
