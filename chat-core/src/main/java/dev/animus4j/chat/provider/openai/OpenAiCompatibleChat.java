package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.chat.provider.inline.InlineImageStorage;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;

/**
 * Chat model of OpenAI and of compatible servers: Ollama, vLLM, llama.cpp, OpenRouter, Groq, LM
 * Studio… Only fields the caller sets are sent; undocumented fields of a response are ignored.
 * Promised images are detected by a tool; for models without tools, choose another {@link
 * ImagePromptDetection}.
 *
 * <p>A model that generates images puts them into its text, as data URLs, or beside it. With a
 * {@link #withImages store} they are the {@code images} of the response, come after its text, and
 * are appended to the history like promised ones. Without one they are dropped. Neither way is the
 * base64 of an image ever in a text, an event, the history or the next request.
 */
public final class OpenAiCompatibleChat implements StreamingChatModel {
  private static final String BASE_URL = "https://api.openai.com/v1";

  private final Http http;
  private final Endpoint endpoint;
  private final OpenAiSettings settings;
  private final InlineImageStorage images;
  private final ChatCompletionsApi completions;

  /** Differences between compatible servers in the fields they accept. */
  public enum Dialect {
    /** {@code max_completion_tokens}, as OpenAI's own models require. */
    OPENAI,
    /** {@code max_tokens}, as all others accept. */
    COMPATIBLE
  }

  private OpenAiCompatibleChat(
      Http http, Endpoint endpoint, OpenAiSettings settings, InlineImageStorage images) {
    this.http = http;
    this.endpoint = endpoint;
    this.settings = settings;
    this.images = images;
    this.completions =
        new ChatCompletionsApi(
            http,
            endpoint.post("/chat/completions", null),
            new ReplyFormat(StreamEndConvention.MARKED, settings.thinkTags()),
            images);
  }

  /** Creates a chat model of OpenAI. */
  public static OpenAiCompatibleChat create(Http http, Credentials credentials, String model) {
    return create(http, endpoint(credentials), model);
  }

  /**
   * Creates a chat model at this endpoint, in OpenAI's dialect if that is at api.openai.com.
   *
   * @param model the model, unless a request names another
   */
  public static OpenAiCompatibleChat create(Http http, Endpoint endpoint, String model) {
    boolean isOpenAi = endpoint.baseUrl().startsWith("https://api.openai.com/");
    Dialect dialect = isOpenAi ? Dialect.OPENAI : Dialect.COMPATIBLE;
    InlineImageStorage none = InlineImageStorage.none("OpenAiCompatibleChat.withImages(store)");
    return new OpenAiCompatibleChat(http, endpoint, new OpenAiSettings(model, dialect), none);
  }

  /** The endpoint of OpenAI, with the timeouts for chat. */
  public static Endpoint endpoint(Credentials credentials) {
    return endpoint(BASE_URL, credentials);
  }

  /**
   * The endpoint of a compatible server, with the timeouts for chat: all of its URL before {@code
   * /chat/completions}, such as {@code http://localhost:11434/v1}.
   */
  public static Endpoint endpoint(String baseUrl, Credentials credentials) {
    return Endpoint.openAi(baseUrl, credentials, Timeouts.chat());
  }

  /**
   * This model, calling its provider by this name in failures and metadata; by default {@code
   * OpenAI}, or {@code OpenAI-compatible} elsewhere.
   */
  public OpenAiCompatibleChat withProvider(String name) {
    Endpoint named = endpoint.withProvider(name);
    return new OpenAiCompatibleChat(
        http, named, settings, images.withDownload(new ImageDownload(http, named)));
  }

  /** This model, in this dialect. */
  public OpenAiCompatibleChat withDialect(Dialect dialect) {
    return with(settings.withDialect(dialect));
  }

  /**
   * This model, for a server whose replies always begin with reasoning without an opening tag, so
   * that only {@code </think>} is in the text: nothing before it is emitted. Without this, only an
   * opening tag at the start of a reply begins reasoning, and a closing tag alone is text.
   */
  public OpenAiCompatibleChat withImplicitThinkTag() {
    return with(settings.withThinkTags(settings.thinkTags().withImplicit()));
  }

  /**
   * This model, for replies with their reasoning between tags of these names, such as {@code plan}
   * for {@code <plan>…</plan>}; without any names, all of a reply is text. By default the names are
   * {@code think}, {@code thinking}, {@code thought}, {@code reasoning} and those of some model
   * families.
   */
  public OpenAiCompatibleChat withThinkTags(String... names) {
    ThinkTags tags = ThinkTags.of(names);
    return with(
        settings.withThinkTags(settings.thinkTags().implicit() ? tags.withImplicit() : tags));
  }

  /**
   * This model, without {@code stream_options}, which some servers reject. Streamed replies then
   * have their usage only if the server sends it all the same.
   */
  public OpenAiCompatibleChat withoutStreamOptions() {
    return with(settings.withoutStreamOptions());
  }

  /** This model, with the role {@code developer} in place of {@code system}. */
  public OpenAiCompatibleChat withDeveloperRole() {
    return with(settings.withInstructions(OpenAiSettings.Instructions.DEVELOPER));
  }

  /**
   * This model, with the system message before the text of the first user message, for models whose
   * templates have no system role, such as those of Gemma and Mistral.
   */
  public OpenAiCompatibleChat withSystemInFirstUserMessage() {
    return with(settings.withInstructions(OpenAiSettings.Instructions.FIRST_USER_MESSAGE));
  }

  /**
   * This model, storing the images of its responses in this store, those given by a web address
   * too, once the whole response has been accepted. It may be silent as long as a response may
   * take, since nothing comes while it generates. Whether images are requested is the caller's
   * choice, since many servers refuse a field they do not know: see {@link #withModalities}.
   */
  public OpenAiCompatibleChat withImages(ImageStore store) {
    InlineImageStorage stored = images.in(store, new ImageDownload(http, endpoint));
    return new OpenAiCompatibleChat(http, endpoint, settings, stored);
  }

  /**
   * This model, requesting output of these {@code modalities}: {@code image} and {@code text} at
   * OpenRouter, which without them lets models that generate images answer in words. By default the
   * field is not sent.
   */
  public OpenAiCompatibleChat withModalities(String... modalities) {
    return with(settings.withModalities(List.of(modalities)));
  }

  private OpenAiCompatibleChat with(OpenAiSettings changed) {
    return new OpenAiCompatibleChat(http, endpoint, changed, images);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    StreamingChatModel model = this::send;
    return model.withImageDetection(ImagePromptDetection.TOOL).stream(request);
  }

  private Flowable<ChatUpdate> send(ChatRequest request) {
    return Flowable.defer(
        () ->
            completions.send(
                settings.toRequest(request, completions.model(request.modelOr(settings.model()))),
                request));
  }
}
