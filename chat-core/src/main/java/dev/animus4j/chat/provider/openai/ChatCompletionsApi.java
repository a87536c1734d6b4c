package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.provider.inline.InlineImageStorage;
import dev.animus4j.chat.provider.inline.InlineImages;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;

/** Endpoint such as {@code POST /chat/completions} of OpenAI, streaming or not. */
final class ChatCompletionsApi {
  private final Http http;
  private final HttpCall whole;
  private final HttpCall streaming;
  private final String endpoint;
  private final ReplyFormat format;
  private final InlineImageStorage images;

  /** The model of the latest request, nearly always that of the next one. */
  private volatile ProviderState.@Nullable Owner latest;

  /**
   * @param call the HTTP request without its body
   * @param images where the images in responses go
   */
  ChatCompletionsApi(Http http, HttpCall call, ReplyFormat format, InlineImageStorage images) {
    this.http = http;
    this.whole = call.withTimeouts(call.endpoint().timeouts().forWholeResponse());
    this.streaming = (images.isPresent() ? whole : call).withEventStream();
    this.endpoint = call.endpoint().baseUrl().replaceFirst("\\?.*", "");
    this.format = format;
    this.images = images;
  }

  /**
   * Sends a request.
   *
   * @param prompt the prompt of images in the response
   */
  Flowable<ChatUpdate> send(ChatCompletionRequest request, String prompt) {
    InlineImages opened = images.open(request.model(), prompt);
    Flowable<ChatUpdate> updates = send(request, opened);
    return images.isPresent()
        ? images
            .checked(updates.doFinally(() -> discard(opened)))
            .startWithItem(ChatUpdate.KeepAlive.ofSilence())
        : updates;
  }

  private static void discard(InlineImages images) {
    var unused = images.discard().subscribe();
  }

  private Flowable<ChatUpdate> send(ChatCompletionRequest request, InlineImages opened) {
    ProviderState.Owner sender = model(request.model());
    return request.isStreaming()
        ? http.stream(
            streaming.withBody(request),
            response -> readStream(response, reader(response, sender, opened)))
        : http.stream(
            whole.withBody(request),
            response -> readWhole(response, reader(response, sender, opened)));
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

  /** Sends a request made of this one, as whose calls those of the response are read. */
  Flowable<ChatUpdate> send(ChatCompletionRequest request, ChatRequest asked) {
    String prompt = images.isPresent() ? InlineImageStorage.prompt(asked) : "";
    return asked.features().resolveToolCalls(send(request, prompt));
  }

  private CompletionAssembler reader(
      StreamedResponse response, ProviderState.Owner sender, InlineImages opened) {
    return new CompletionAssembler(new CompletionSource(response, sender, format, opened));
  }

  private static Flowable<ChatUpdate> readWhole(
      StreamedResponse response, CompletionAssembler reader) {
    return response
        .<Flowable<ChatUpdate>>jsonOrEvents(
            reader::readWhole, events -> Flowable.just(readStream(events, reader)))
        .concatMap(updates -> updates);
  }

  /** Servers that fail early, or cannot stream, respond with plain JSON to a streaming request. */
  private static Flowable<ChatUpdate> readStream(
      StreamedResponse response, CompletionAssembler reader) {
    return new CompletionStreamReader(response, reader).updates().onErrorResumeNext(reader::fail);
  }
}
