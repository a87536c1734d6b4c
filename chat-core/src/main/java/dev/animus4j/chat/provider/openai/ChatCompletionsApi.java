package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;

/** Endpoint such as {@code POST /chat/completions} of OpenAI, streaming or not. */
final class ChatCompletionsApi {
  private final Http http;
  private final HttpCall call;
  private final HttpCall whole;
  private final HttpCall streaming;
  private final String endpoint;
  private final StreamEndConvention streamEnd;
  private final ThinkTags thinkTags;

  /** The model of the latest request, nearly always that of the next one. */
  private volatile ProviderState.@Nullable Owner latest;

  /**
   * @param call the HTTP request without its body
   * @param streamEnd see {@link CompletionAssembler}
   */
  ChatCompletionsApi(Http http, HttpCall call, StreamEndConvention streamEnd) {
    this(http, call, streamEnd, ThinkTags.DEFAULT);
  }

  private ChatCompletionsApi(
      Http http, HttpCall call, StreamEndConvention streamEnd, ThinkTags thinkTags) {
    this.http = http;
    this.call = call;
    this.whole = call.withTimeouts(call.endpoint().timeouts().forWholeResponse());
    this.streaming = call.withEventStream();
    this.endpoint = call.endpoint().baseUrl().replaceFirst("\\?.*", "");
    this.streamEnd = streamEnd;
    this.thinkTags = thinkTags;
  }

  /** This endpoint, for replies with reasoning between these tags. */
  ChatCompletionsApi withThinkTags(ThinkTags thinkTags) {
    return new ChatCompletionsApi(http, call, streamEnd, thinkTags);
  }

  Flowable<ChatUpdate> send(ChatCompletionRequest request) {
    ProviderState.Owner sender = model(request.model());
    return request.isStreaming()
        ? http.stream(
            streaming.withBody(request), response -> readStream(response, reader(response, sender)))
        : http.stream(
            whole.withBody(request), response -> readWhole(response, reader(response, sender)));
  }

  /** A model at this endpoint. */
  ProviderState.Owner model(String name) {
    ProviderState.Owner known = latest;
    if (known == null || !known.model().equals(name)) {
      known = new ProviderState.Owner(endpoint, name);
      latest = known;
    }
    return known;
  }

  /** Sends a request with these features, as whose calls those of the response are read. */
  Flowable<ChatUpdate> send(ChatCompletionRequest request, RequestedFeatures features) {
    return features.resolveToolCalls(send(request));
  }

  private CompletionAssembler reader(StreamedResponse response, ProviderState.Owner sender) {
    return new CompletionAssembler(response, sender, streamEnd, thinkTags);
  }

  private static Flowable<ChatUpdate> readWhole(
      StreamedResponse response, CompletionAssembler reader) {
    return response.jsonOrEvents(reader::readWhole, events -> readStream(events, reader));
  }

  /** Servers that fail early, or cannot stream, respond with plain JSON to a streaming request. */
  private static Flowable<ChatUpdate> readStream(
      StreamedResponse response, CompletionAssembler reader) {
    return new CompletionStreamReader(response, reader).updates().onErrorResumeNext(reader::fail);
  }
}
