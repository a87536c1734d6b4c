package dev.animus4j.chat;

import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Proxies;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.provider.gemini.GeminiImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of a provider by the names of environment variables. */
final class EnvironmentVariables {
  private static final String SYSTEM_MESSAGE = "You are a helpful assistant.";
  private static final String ANIMUS_MODEL = "vivian-llama3.1-70b-1.0-fp8";
  private static final String OPENAI_URL = "https://api.openai.com/v1";

  private final Function<String, @Nullable String> variables;

  EnvironmentVariables(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  /** The value of a system property, or else of a variable of the process. */
  static @Nullable String lookUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  /** The models of the first provider that is configured. */
  EnvironmentProviders providers(Vertx vertx, ImageStore store) {
    return configured(vertx, store).withRetries();
  }

  private EnvironmentProviders configured(Vertx vertx, ImageStore store) {
    if (has("ANIMUS_API_KEY") || has("ANIMUS_TOKEN_URL")) {
      return animus(vertx, store);
    }
    if (has("OPENAI_API_KEY") || has("OPENAI_BASE_URL")) {
      return openAi(vertx, store);
    }
    if (has("GEMINI_API_KEY")) {
      return gemini(vertx, store);
    }
    throw new IllegalStateException(
        "No provider is configured: set ANIMUS_API_KEY, or OPENAI_API_KEY and OPENAI_MODEL, or"
            + " GEMINI_API_KEY and GEMINI_MODEL, as environment variables or as system properties"
            + " such as animus.api.key.");
  }

  private EnvironmentProviders animus(Vertx vertx, ImageStore store) {
    Http http = Http.create(vertx, httpOptions());
    Credentials credentials =
        has("ANIMUS_API_KEY")
            ? Credentials.key(getOrDefault("ANIMUS_API_KEY", ""))
            : Credentials.tokenProvider(http, getOrDefault("ANIMUS_TOKEN_URL", ""));
    String model = getOrDefault("ANIMUS_MODEL", ANIMUS_MODEL);
    Endpoint endpoint = at("ANIMUS_BASE_URL", AnimusChat.endpoint(credentials));
    AnimusChat chat = AnimusChat.create(http, endpoint, model);
    return new EnvironmentProviders(
        has("ANIMUS_VISION_MODEL")
            ? chat.withVision(getOrDefault("ANIMUS_VISION_MODEL", ""))
            : chat,
        AnimusImages.create(http, endpoint.withTimeouts(Timeouts.images()), store),
        ChatOptions.of(model, SYSTEM_MESSAGE),
        http);
  }

  private EnvironmentProviders openAi(Vertx vertx, ImageStore store) {
    if (!has("OPENAI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set OPENAI_MODEL, as an environment variable or as the system"
              + " property openai.model.");
    }
    Http http = Http.create(vertx, httpOptions());
    String baseUrl = getOrDefault("OPENAI_BASE_URL", OPENAI_URL);
    String model = getOrDefault("OPENAI_MODEL", "");
    Credentials credentials = Credentials.key(getOrDefault("OPENAI_API_KEY", ""));
    Endpoint endpoint = OpenAiCompatibleChat.endpoint(baseUrl, credentials);
    return new EnvironmentProviders(
        OpenAiCompatibleChat.create(http, endpoint, model),
        has("OPENAI_IMAGE_MODEL")
            ? openAiImages(http, endpoint.withTimeouts(Timeouts.images()), store)
            : null,
        ChatOptions.of(model, SYSTEM_MESSAGE),
        http);
  }

  private OpenAiImages openAiImages(Http http, Endpoint endpoint, ImageStore store) {
    String model = getOrDefault("OPENAI_IMAGE_MODEL", "");
    return OpenAiImages.create(http, endpoint, store, model);
  }

  private EnvironmentProviders gemini(Vertx vertx, ImageStore store) {
    if (!has("GEMINI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set GEMINI_MODEL, as an environment variable or as the system"
              + " property gemini.model.");
    }
    Http http = Http.create(vertx, httpOptions());
    String model = getOrDefault("GEMINI_MODEL", "");
    Endpoint endpoint = at("GEMINI_BASE_URL", GeminiChat.endpoint(geminiKey()));
    return new EnvironmentProviders(
        GeminiChat.create(http, endpoint, model),
        has("GEMINI_IMAGE_MODEL") ? geminiImages(http, store) : null,
        ChatOptions.of(model, SYSTEM_MESSAGE),
        http);
  }

  private GeminiImages geminiImages(Http http, ImageStore store) {
    Endpoint endpoint = at("GEMINI_BASE_URL", GeminiImages.endpoint(geminiKey()));
    return GeminiImages.create(http, endpoint, store, getOrDefault("GEMINI_IMAGE_MODEL", ""));
  }

  private Credentials geminiKey() {
    return Credentials.key(getOrDefault("GEMINI_API_KEY", ""));
  }

  /** The endpoint, elsewhere if this variable is set. */
  private Endpoint at(String variable, Endpoint endpoint) {
    return has(variable) ? endpoint.withBaseUrl(getOrDefault(variable, "")) : endpoint;
  }

  private HttpOptions httpOptions() {
    return HttpOptions.defaults().withProxies(Proxies.fromEnv(variables));
  }

  private boolean has(String name) {
    return !getOrDefault(name, "").isBlank();
  }

  private String getOrDefault(String name, String otherwise) {
    String value = variables.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }
}
