package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.MessageNormalizer;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Chat model of OpenAI and of compatible servers: Ollama, vLLM, llama.cpp, OpenRouter, Groq, LM
 * Studio… Only fields the caller sets are sent; undocumented fields of a response are ignored.
 * Promised images are detected by a tool; for models without tools, choose another {@link
 * ImagePromptDetection}.
 */
public final class OpenAiCompatibleChat implements StreamingChatModel {
  private static final String STREAM_OPTIONS = "stream_options";

  private static final String BASE_URL = "https://api.openai.com/v1";

  private final Http http;
  private final Endpoint endpoint;
  private final Settings settings;
  private final ChatCompletionsApi completions;

  /** Differences between compatible servers in the fields they accept. */
  public enum Dialect {
    /** {@code max_completion_tokens}, as OpenAI's own models require. */
    OPENAI,
    /** {@code max_tokens}, as all others accept. */
    COMPATIBLE
  }

  private record Settings(String model, Dialect dialect, boolean implicitThinkTag) {
    Settings {
      if (model.isBlank()) {
        throw new IllegalArgumentException("model must not be blank");
      }
    }
  }

  private OpenAiCompatibleChat(Http http, Endpoint endpoint, Settings settings) {
    this.http = http;
    this.endpoint = endpoint;
    this.settings = settings;
    ChatCompletionsApi api =
        new ChatCompletionsApi(
            http, endpoint.post("/chat/completions", null), StreamEndConvention.MARKED);
    this.completions = settings.implicitThinkTag ? api.withImplicitThinkTag() : api;
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
    return new OpenAiCompatibleChat(http, endpoint, new Settings(model, dialect, false));
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
    Settings changed = new Settings(settings.model, dialect, settings.implicitThinkTag);
    return new OpenAiCompatibleChat(http, endpoint, changed);
  }

  /**
   * This model, for a server whose replies always begin with reasoning without an opening tag, so
   * that only {@code </think>} is in the text: nothing before it is emitted. Without this, the
   * reasoning of such a streamed reply is emitted as text until it ends, and only then removed from
   * the response.
   */
  public OpenAiCompatibleChat withImplicitThinkTag() {
    Settings changed = new Settings(settings.model, settings.dialect, true);
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
                ChatCompletionRequest.of(
                    MessageNormalizer.normalize(request, true),
                    completions.model(request.modelOr(settings.model)),
                    extraFields(request))));
  }

  private Map<String, Object> extraFields(ChatRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (request.sampling().maxTokens() != null) {
      String field = settings.dialect == Dialect.OPENAI ? "max_completion_tokens" : "max_tokens";
      fields.put(field, request.sampling().maxTokens());
    }
    if (request.canStream() && !request.sampling().extra().containsKey(STREAM_OPTIONS)) {
      fields.put(STREAM_OPTIONS, Map.of("include_usage", true));
    }
    return fields;
  }
}
