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
import dev.animus4j.image.provider.gemini.GeminiImageOptions;
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
    String baseUrl = getOrDefault("ANIMUS_BASE_URL", AnimusChat.BASE_URL);
    Credentials credentials =
        has("ANIMUS_API_KEY")
            ? Credentials.key(getOrDefault("ANIMUS_API_KEY", ""))
            : Credentials.tokenProvider(http, getOrDefault("ANIMUS_TOKEN_URL", ""));
    Endpoint images = Endpoint.of("Animus", baseUrl, credentials, Timeouts.images());
    AnimusChat chat = AnimusChat.create(baseUrl, http, credentials);
    return AnimusClient.builder(vertx)
        .chatModel(
            has("ANIMUS_VISION_MODEL")
                ? chat.withVision(getOrDefault("ANIMUS_VISION_MODEL", ""))
                : chat)
        .imageModel(new AnimusImages(http, images, store))
        .options(ChatOptions.of(getOrDefault("ANIMUS_MODEL", ANIMUS_MODEL), SYSTEM_MESSAGE))
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
    Credentials credentials = Credentials.key(getOrDefault("OPENAI_API_KEY", ""));
    AnimusClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(OpenAiCompatibleChat.create(baseUrl, http, credentials))
            .options(ChatOptions.of(getOrDefault("OPENAI_MODEL", ""), SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("OPENAI_IMAGE_MODEL")
        ? builder.imageModel(openAiImages(http, OpenAiImages.endpoint(baseUrl, credentials), store))
        : builder;
  }

  private OpenAiImages openAiImages(Http http, Endpoint endpoint, ImageStore store) {
    String model = getOrDefault("OPENAI_IMAGE_MODEL", "");
    return new OpenAiImages(http, endpoint, store, model);
  }

  private AnimusClientBuilder geminiBuilder(Vertx vertx, ImageStore store) {
    if (!has("GEMINI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set GEMINI_MODEL, as an environment variable or as the system"
              + " property gemini.model.");
    }
    Http http = Http.create(vertx, httpOptions());
    Credentials credentials = Credentials.key(getOrDefault("GEMINI_API_KEY", ""));
    AnimusClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(new GeminiChat(http, geminiEndpoint(GeminiChat.endpoint(credentials))))
            .options(ChatOptions.of(getOrDefault("GEMINI_MODEL", ""), SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("GEMINI_IMAGE_MODEL") ? builder.imageModel(geminiImages(http, store)) : builder;
  }

  private GeminiImages geminiImages(Http http, ImageStore store) {
    Endpoint endpoint =
        geminiEndpoint(GeminiImages.endpoint(Credentials.key(getOrDefault("GEMINI_API_KEY", ""))));
    GeminiImageOptions options = GeminiImageOptions.of(getOrDefault("GEMINI_IMAGE_MODEL", ""));
    return new GeminiImages(http, endpoint, store, options);
  }

  private Endpoint geminiEndpoint(Endpoint google) {
    return has("GEMINI_BASE_URL")
        ? google.withBaseUrl(getOrDefault("GEMINI_BASE_URL", ""))
        : google;
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
