package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;

/**
 * Chat model of OpenAI and of compatible servers: Ollama, vLLM, llama.cpp, OpenRouter, Groq, LM
 * Studio… Only fields the caller sets are sent; undocumented fields of a response are ignored.
 * Promised images are detected by a tool; for models without tools, choose another {@link
 * ImagePromptDetection}.
 */
public final class OpenAiCompatibleChat implements StreamingChatModel {
  private static final String BASE_URL = "https://api.openai.com/v1";

  private final Http http;
  private final Endpoint endpoint;
  private final OpenAiSettings settings;
  private final ChatCompletionsApi completions;

  /** Differences between compatible servers in the fields they accept. */
  public enum Dialect {
    /** {@code max_completion_tokens}, as OpenAI's own models require. */
    OPENAI,
    /** {@code max_tokens}, as all others accept. */
    COMPATIBLE
  }

  private OpenAiCompatibleChat(Http http, Endpoint endpoint, OpenAiSettings settings) {
    this.http = http;
    this.endpoint = endpoint;
    this.settings = settings;
    this.completions =
        new ChatCompletionsApi(
                http, endpoint.post("/chat/completions", null), StreamEndConvention.MARKED)
            .withThinkTags(settings.thinkTags());
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
    return new OpenAiCompatibleChat(http, endpoint, new OpenAiSettings(model, dialect));
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
    return new OpenAiCompatibleChat(http, endpoint.withProvider(name), settings);
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

  private OpenAiCompatibleChat with(OpenAiSettings changed) {
    return new OpenAiCompatibleChat(http, endpoint, changed);
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
                request.features()));
  }
}
