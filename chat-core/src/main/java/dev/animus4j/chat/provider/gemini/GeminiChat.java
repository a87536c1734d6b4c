package dev.animus4j.chat.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.provider.inline.InlineImageStorage;
import dev.animus4j.chat.provider.inline.InlineImages;
import dev.animus4j.chat.provider.inline.JsonImageScanner;
import dev.animus4j.gemini.GenerateContentApi;
import dev.animus4j.gemini.GenerateContentRequest;
import dev.animus4j.gemini.GenerateContentResponse;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chat model of Gemini. System messages become the system instruction, thoughts become the
 * reasoning, and finish reasons are mapped to those of OpenAI ({@code stop}, {@code length}, {@code
 * tool_calls}), others to lower case.
 *
 * <p>Thought signatures, which Gemini requires back, are the {@link ProviderState} of calls and
 * messages.
 *
 * <p>A model that generates images may put them between its text, if there is a {@link #withImages
 * store}: they are the {@code images} of the response, come after its text, and are appended to the
 * history like promised ones, and so are data URLs within its text. Without a store, images are
 * dropped.
 */
public final class GeminiChat implements StreamingChatModel {
  private final GenerateContentApi gemini;
  private final String model;
  private final Settings settings;

  private record Settings(
      Map<String, String> safety,
      boolean grounded,
      @Nullable ImageStore store,
      InlineImageStorage images) {

    Settings with(Map<String, String> changedSafety, boolean changedGrounded) {
      return new Settings(changedSafety, changedGrounded, store, images);
    }
  }

  private GeminiChat(GenerateContentApi gemini, String model, Settings settings) {
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
    this.gemini = gemini;
    this.model = model;
    this.settings = settings;
  }

  /** Creates a chat model of Google, whose credentials give the API key. */
  public static GeminiChat create(Http http, Credentials credentials, String model) {
    return create(http, endpoint(credentials), model);
  }

  /**
   * Creates a chat model at this endpoint.
   *
   * @param model the model, unless a request names another
   */
  public static GeminiChat create(Http http, Endpoint endpoint, String model) {
    InlineImageStorage none = InlineImageStorage.none("GeminiChat.withImages(store)");
    Settings settings = new Settings(Map.of(), false, null, none);
    return new GeminiChat(new GenerateContentApi(http, endpoint), model, settings);
  }

  /** The endpoint of Google, with the timeouts for chat. */
  public static Endpoint endpoint(Credentials credentials) {
    return GenerateContentApi.endpoint(credentials, Timeouts.chat());
  }

  /**
   * This model, blocking content of these categories from these thresholds on, both by their wire
   * names: {@code HARASSMENT} from {@code BLOCK_ONLY_HIGH} on.
   */
  public GeminiChat withSafety(Map<String, String> thresholds) {
    Map<String, String> safety = Map.copyOf(thresholds);
    return new GeminiChat(gemini, model, settings.with(safety, settings.grounded));
  }

  /** This model, grounded with Google Search. */
  public GeminiChat withGoogleSearch() {
    return new GeminiChat(gemini, model, settings.with(settings.safety, true));
  }

  /**
   * This model, requesting images between the text and storing them in this store. Responses are
   * not streamed, even if the request asks for it: images do not arrive incrementally anyway, and
   * nothing of a response that fails at its end shall be stored.
   */
  public GeminiChat withImages(ImageStore store) {
    Settings stored =
        new Settings(settings.safety, settings.grounded, store, settings.images.in(store));
    return new GeminiChat(gemini, model, stored);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    return request
        .features()
        .resolveToolCalls(Flowable.defer(() -> send(request.modelOr(model), request)));
  }

  private Flowable<ChatUpdate> send(String model, ChatRequest request) {
    ImageStore store = settings.store;
    GeminiChatRequest chatRequest =
        new GeminiChatRequest(request, settings.safety, settings.grounded, store != null);
    ProviderState.Owner self = new ProviderState.Owner(gemini.baseUrl(), model);
    GenerateContentRequest body = chatRequest.toRequest(self, gemini.origin());
    String prompt = InlineImageStorage.prompt(request);
    InlineImages images = settings.images.open(model, prompt);
    if (store != null) {
      long start = System.nanoTime();
      return StoreCheck.before(
          store, replyWithImages(new GeminiReplyImages(self, store, images, prompt, start), body));
    }
    return request.canStream()
        ? gemini.stream(model, body, response -> readStream(response, self, images))
        : gemini.generate(model, body, response -> readWhole(response, self, images));
  }

  /** Silent until all of it is there. */
  private Flowable<ChatUpdate> replyWithImages(
      GeminiReplyImages reader, GenerateContentRequest body) {
    return gemini
        .generate(reader.sender().model(), body, reader::read)
        .doFinally(reader::discard)
        .cast(ChatUpdate.class)
        .startWithItem(ChatUpdate.KeepAlive.ofSilence());
  }

  private static Flowable<ChatUpdate> readWhole(
      StreamedResponse response, ProviderState.Owner self, InlineImages images) {
    return response
        .<Flowable<ChatUpdate>>jsonOrEvents(
            bytes ->
                readWhole(
                    JsonImageScanner.scan(bytes, images), response, reader(response, self, images)),
            events -> Flowable.just(readStream(events, self, images)))
        .concatMap(updates -> updates);
  }

  private static Flowable<ChatUpdate> readWhole(
      Buffer bytes, StreamedResponse response, GeminiResponseReader reader) {
    JsonNode json = Json.read(bytes, JsonNode.class, response.origin());
    return reader
        .readWhole(GenerateContentResponse.parse(json, response), List.of())
        .cast(ChatUpdate.class);
  }

  private static Flowable<ChatUpdate> readStream(
      StreamedResponse response, ProviderState.Owner self, InlineImages images) {
    return new GeminiStreamReader(response, reader(response, self, images)).updates();
  }

  private static GeminiResponseReader reader(
      StreamedResponse response, ProviderState.Owner self, InlineImages images) {
    return new GeminiResponseReader(self, response.origin(), images);
  }
}
