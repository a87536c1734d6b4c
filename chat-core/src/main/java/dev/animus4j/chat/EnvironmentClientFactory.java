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
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Provider settings from system properties and environment variables. */
final class EnvironmentClientFactory {
  private static final String SYSTEM_MESSAGE = "You are a helpful assistant.";
  private static final String ANIMUS_MODEL = "vivian-llama3.1-70b-1.0-fp8";
  private static final String OPENAI_URL = "https://api.openai.com/v1";

  private final Function<String, @Nullable String> variables;

  EnvironmentClientFactory(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  static EnvironmentClientFactory ofProcess() {
    return new EnvironmentClientFactory(EnvironmentClientFactory::lookUp);
  }

  private static @Nullable String lookUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  /** A builder with the providers of the environment. */
  AnimusClientBuilder clientBuilder(Vertx vertx) {
    return clientBuilder(vertx, FileImageStore.temporary(vertx));
  }

  /** The same with a store for images. */
  AnimusClientBuilder clientBuilder(Vertx vertx, ImageStore store) {
    return configuredBuilder(vertx, store).attachments(store);
  }

  private AnimusClientBuilder configuredBuilder(Vertx vertx, ImageStore store) {
    if (has("ANIMUS_API_KEY") || has("ANIMUS_TOKEN_URL")) {
      return animusBuilder(vertx, store);
    }
    if (has("OPENAI_API_KEY") || has("OPENAI_BASE_URL")) {
      return openAiBuilder(vertx, store);
    }
    if (has("GEMINI_API_KEY")) {
      return geminiBuilder(vertx, store);
    }
    throw new IllegalStateException(
        "No provider is configured: set ANIMUS_API_KEY, or OPENAI_API_KEY and OPENAI_MODEL, or"
            + " GEMINI_API_KEY and GEMINI_MODEL, as environment variables or as system properties"
            + " such as animus.api.key.");
  }

  private AnimusClientBuilder animusBuilder(Vertx vertx, ImageStore store) {
    Http http = Http.create(vertx, httpOptions());
    Credentials credentials =
        has("ANIMUS_API_KEY")
            ? Credentials.key(getOrDefault("ANIMUS_API_KEY", ""))
            : Credentials.tokenProvider(http, getOrDefault("ANIMUS_TOKEN_URL", ""));
    String model = getOrDefault("ANIMUS_MODEL", ANIMUS_MODEL);
    Endpoint endpoint = at("ANIMUS_BASE_URL", AnimusChat.endpoint(credentials));
    Endpoint images = endpoint.withTimeouts(Timeouts.images());
    AnimusChat chat = AnimusChat.create(http, endpoint, model);
    return AnimusClient.builder(vertx)
        .chatModel(
            has("ANIMUS_VISION_MODEL")
                ? chat.withVision(getOrDefault("ANIMUS_VISION_MODEL", ""))
                : chat)
        .imageModel(AnimusImages.create(http, images, store))
        .options(ChatOptions.of(model, SYSTEM_MESSAGE))
        .onClose(http.close());
  }

  private AnimusClientBuilder openAiBuilder(Vertx vertx, ImageStore store) {
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
    AnimusClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(OpenAiCompatibleChat.create(http, endpoint, model))
            .options(ChatOptions.of(model, SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("OPENAI_IMAGE_MODEL")
        ? builder.imageModel(openAiImages(http, endpoint.withTimeouts(Timeouts.images()), store))
        : builder;
  }

  private OpenAiImages openAiImages(Http http, Endpoint endpoint, ImageStore store) {
    String model = getOrDefault("OPENAI_IMAGE_MODEL", "");
    return OpenAiImages.create(http, endpoint, store, model);
  }

  private AnimusClientBuilder geminiBuilder(Vertx vertx, ImageStore store) {
    if (!has("GEMINI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set GEMINI_MODEL, as an environment variable or as the system"
              + " property gemini.model.");
    }
    Http http = Http.create(vertx, httpOptions());
    String model = getOrDefault("GEMINI_MODEL", "");
    Endpoint endpoint = at("GEMINI_BASE_URL", GeminiChat.endpoint(geminiKey()));
    AnimusClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(GeminiChat.create(http, endpoint, model))
            .options(ChatOptions.of(model, SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("GEMINI_IMAGE_MODEL") ? builder.imageModel(geminiImages(http, store)) : builder;
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
