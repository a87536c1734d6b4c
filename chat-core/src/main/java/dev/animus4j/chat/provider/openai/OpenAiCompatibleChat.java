package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.FailureMapping;
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

  private final ChatCompletionsApi completions;
  private final String provider;
  private final Dialect dialect;

  /** Differences between compatible servers in the fields they accept. */
  public enum Dialect {
    /** {@code max_completion_tokens}, as OpenAI's own models require. */
    OPENAI,
    /** {@code max_tokens}, as all others accept. */
    COMPATIBLE
  }

  /** A chat model at this endpoint, which has its own timeouts and failures. */
  public OpenAiCompatibleChat(Http http, Endpoint endpoint, Dialect dialect) {
    this(
        new ChatCompletionsApi(
            http, endpoint.post("/chat/completions", null), StreamEndConvention.MARKED),
        endpoint.provider(),
        dialect);
  }

  private OpenAiCompatibleChat(ChatCompletionsApi completions, String provider, Dialect dialect) {
    this.completions = completions;
    this.provider = provider;
    this.dialect = dialect;
  }

  /**
   * A chat model at this base URL, such as {@code http://localhost:11434/v1}: all before {@code
   * /chat/completions}.
   */
  public static OpenAiCompatibleChat create(String baseUrl, Http http, Credentials credentials) {
    boolean isOpenAi = baseUrl.startsWith("https://api.openai.com/");
    return new OpenAiCompatibleChat(
        http, endpoint(baseUrl, credentials), isOpenAi ? Dialect.OPENAI : Dialect.COMPATIBLE);
  }

  /** The endpoint at this base URL, with the timeouts of text and the failures of OpenAI. */
  public static Endpoint endpoint(String baseUrl, Credentials credentials) {
    return Endpoint.of("OpenAI-compatible", baseUrl, credentials, Timeouts.text())
        .withFailures(FailureMapping.openAi());
  }

  /**
   * This model, for a server whose replies always begin with reasoning without an opening tag, so
   * that only {@code </think>} is in the text: nothing before it is emitted. Without this, the
   * reasoning of such a streamed reply is emitted as text until it ends, and only then removed from
   * the response.
   */
  public OpenAiCompatibleChat withImplicitThinkTag() {
    return new OpenAiCompatibleChat(completions.withImplicitThinkTag(), provider, dialect);
  }

  @Override
  public Flowable<ChatUpdate> stream(ChatRequest request) {
    StreamingChatModel model = this::send;
    return model.withImageDetection(ImagePromptDetection.TOOL).stream(request);
  }

  private Flowable<ChatUpdate> send(ChatRequest request) {
    return Flowable.defer(
        () -> completions.send(ChatCompletionRequest.of(request, provider, extraFields(request))));
  }

  private Map<String, Object> extraFields(ChatRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (request.sampling().maxTokens() != null) {
      String field = dialect == Dialect.OPENAI ? "max_completion_tokens" : "max_tokens";
      fields.put(field, request.sampling().maxTokens());
    }
    if (request.canStream() && !request.sampling().extra().containsKey(STREAM_OPTIONS)) {
      fields.put(STREAM_OPTIONS, Map.of("include_usage", true));
    }
    return fields;
  }
}
