package dev.animus4j.chat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.http.Http;
import dev.animus4j.image.ImageModel;
import dev.animus4j.resilience.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Models of the provider that the environment configures.
 *
 * @param imageModel null if there is none
 * @param options with the name of the chat model
 * @param http their connections
 */
record EnvironmentProviders(
    ChatModel chatModel, @Nullable ImageModel imageModel, ChatOptions options, Http http) {

  /** The same, retried after transient failures. */
  EnvironmentProviders withRetries() {
    ImageModel images = imageModel == null ? null : imageModel.withRetry(Retry.images());
    return new EnvironmentProviders(chatModel.withRetry(Retry.chat()), images, options, http);
  }
}
