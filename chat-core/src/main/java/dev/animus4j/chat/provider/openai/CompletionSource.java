package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.provider.inline.InlineImages;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.StreamedResponse;

/**
 * Where a completion comes from.
 *
 * @param sender the model that responds
 * @param images where the images of the response go
 */
record CompletionSource(
    StreamedResponse response,
    ProviderState.Owner sender,
    ReplyFormat format,
    InlineImages images) {

  FailureOrigin origin() {
    return response.origin();
  }
}
