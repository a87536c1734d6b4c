package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Detection;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Failures;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import io.reactivex.rxjava3.core.Flowable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Chat at OpenAI, and at whatever speaks its dialect: Ollama, vLLM, llama.cpp, OpenRouter, Groq, LM
 * Studio… Only what the caller sets is sent; fields a server does not document are ignored.
 * Promised pictures are detected by a tool; for models without tools, choose another {@link
 * Detection}.
 */
public final class OpenAiCompatibleChat implements StreamingChatModel {
  private static final String STREAM_OPTIONS = "stream_options";

  private final Completions completions;
  private final String provider;
  private final Dialect dialect;

  /** How servers of the dialect differ in what they take. */
  public enum Dialect {
    /** {@code max_completion_tokens}, as OpenAI's own models require. */
    OPENAI,
    /** {@code max_tokens}, as all others know it. */
    COMPATIBLE
  }

  /** At an endpoint with limits and failures of its own. */
  public OpenAiCompatibleChat(Http http, Endpoint endpoint, Dialect dialect) {
    this(
        new Completions(http, endpoint.post("/chat/completions", null), false),
        endpoint.provider(),
        dialect);
  }

  private OpenAiCompatibleChat(Completions completions, String provider, Dialect dialect) {
    this.completions = completions;
    this.provider = provider;
    this.dialect = dialect;
  }

  /**
   * At this address, such as {@code http://localhost:11434/v1}: all before {@code
   * /chat/completions}.
   */
  public static OpenAiCompatibleChat at(String baseUrl, Http http, Credentials credentials) {
    boolean isOpenAi = baseUrl.startsWith("https://api.openai.com/");
    Endpoint endpoint =
        new Endpoint("OpenAI-compatible", baseUrl, credentials, Timeouts.text(), Failures.openAi());
    return new OpenAiCompatibleChat(http, endpoint, isOpenAi ? Dialect.OPENAI : Dialect.COMPATIBLE);
  }

  /**
   * The same, for a server that makes every answer begin with thoughts without saying so, and
   * leaves just their {@code </think>} in the text: nothing before it is told. Without this, a
   * streamed answer of such a server tells its thoughts until they are over, and only then takes
   * them back.
   */
  public OpenAiCompatibleChat thinkingFirst() {
    return new OpenAiCompatibleChat(completions.thinkingFirst(), provider, dialect);
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    StreamingChatModel model = this::answer;
    return model.detecting(Detection.TOOL).stream(request);
  }

  private Flowable<ChatPart> answer(ChatRequest request) {
    return Flowable.defer(() -> completions.ask(Question.of(request, provider, own(request))));
  }

  private Map<String, Object> own(ChatRequest request) {
    Map<String, Object> own = new LinkedHashMap<>();
    if (request.sampling().maxTokens() != null) {
      String field = dialect == Dialect.OPENAI ? "max_completion_tokens" : "max_tokens";
      own.put(field, request.sampling().maxTokens());
    }
    if (request.streams() && !request.sampling().extra().containsKey(STREAM_OPTIONS)) {
      own.put(STREAM_OPTIONS, Map.of("include_usage", true));
    }
    return own;
  }
}
