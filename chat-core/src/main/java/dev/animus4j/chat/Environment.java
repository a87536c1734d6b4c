package dev.animus4j.chat;

import dev.animus4j.chat.provider.AnimusChat;
import dev.animus4j.chat.provider.GeminiChat;
import dev.animus4j.chat.provider.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.FileImageStore;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.provider.AnimusImages;
import dev.animus4j.image.provider.GeminiImages;
import dev.animus4j.image.provider.GeminiOptions;
import dev.animus4j.image.provider.OpenAiImages;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the surroundings of the process say about providers. */
final class Environment {
  private static final String SYSTEM_MESSAGE = "You are a helpful assistant.";
  private static final String ANIMUS_MODEL = "vivian-llama3.1-70b-1.0-fp8";
  private static final String OPENAI_URL = "https://api.openai.com/v1";

  private final Function<String, @Nullable String> variables;

  Environment(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  static Environment ofProcess() {
    return new Environment(Environment::lookedUp);
  }

  private static @Nullable String lookedUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  /** A builder with all that the environment tells. */
  ClientBuilder client(Vertx vertx) {
    return client(vertx, FileImageStore.temporary(vertx));
  }

  /** The same, keeping pictures in this store. */
  ClientBuilder client(Vertx vertx, ImageStore store) {
    return asConfigured(vertx, store).attachments(store);
  }

  private ClientBuilder asConfigured(Vertx vertx, ImageStore store) {
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

  private ClientBuilder animus(Vertx vertx, ImageStore store) {
    Http http = Http.create(vertx, HttpOptions.defaults());
    String baseUrl = or("ANIMUS_BASE_URL", AnimusChat.BASE_URL);
    Credentials credentials =
        has("ANIMUS_API_KEY")
            ? Credentials.key(or("ANIMUS_API_KEY", ""))
            : Credentials.tokenProvider(http, or("ANIMUS_TOKEN_URL", ""));
    Endpoint images = Endpoint.of("Animus", baseUrl, credentials, Timeouts.images());
    AnimusChat chat = AnimusChat.at(baseUrl, http, credentials);
    return AnimusClient.builder(vertx)
        .chatModel(
            has("ANIMUS_VISION_MODEL") ? chat.withVision(or("ANIMUS_VISION_MODEL", "")) : chat)
        .imageModel(new AnimusImages(http, images, store))
        .options(ChatOptions.of(or("ANIMUS_MODEL", ANIMUS_MODEL), SYSTEM_MESSAGE))
        .onClose(http.close());
  }

  private ClientBuilder openAi(Vertx vertx, ImageStore store) {
    if (!has("OPENAI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set OPENAI_MODEL, as an environment variable or as the system"
              + " property openai.model.");
    }
    Http http = Http.create(vertx, HttpOptions.defaults());
    String baseUrl = or("OPENAI_BASE_URL", OPENAI_URL);
    Credentials credentials = Credentials.key(or("OPENAI_API_KEY", ""));
    ClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(OpenAiCompatibleChat.at(baseUrl, http, credentials))
            .options(ChatOptions.of(or("OPENAI_MODEL", ""), SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("OPENAI_IMAGE_MODEL")
        ? builder.imageModel(openAiImages(http, OpenAiImages.endpoint(baseUrl, credentials), store))
        : builder;
  }

  private OpenAiImages openAiImages(Http http, Endpoint endpoint, ImageStore store) {
    String model = or("OPENAI_IMAGE_MODEL", "");
    return new OpenAiImages(http, endpoint, store, model);
  }

  private ClientBuilder gemini(Vertx vertx, ImageStore store) {
    if (!has("GEMINI_MODEL")) {
      throw new IllegalStateException(
          "No model is named: set GEMINI_MODEL, as an environment variable or as the system"
              + " property gemini.model.");
    }
    Http http = Http.create(vertx, HttpOptions.defaults());
    Credentials credentials = Credentials.key(or("GEMINI_API_KEY", ""));
    ClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(new GeminiChat(http, gemini(GeminiChat.endpoint(credentials))))
            .options(ChatOptions.of(or("GEMINI_MODEL", ""), SYSTEM_MESSAGE))
            .onClose(http.close());
    return has("GEMINI_IMAGE_MODEL") ? builder.imageModel(geminiImages(http, store)) : builder;
  }

  private GeminiImages geminiImages(Http http, ImageStore store) {
    Endpoint endpoint = gemini(GeminiImages.endpoint(Credentials.key(or("GEMINI_API_KEY", ""))));
    GeminiOptions options = GeminiOptions.of(or("GEMINI_IMAGE_MODEL", ""));
    return new GeminiImages(http, endpoint, store, options);
  }

  private Endpoint gemini(Endpoint google) {
    return has("GEMINI_BASE_URL") ? google.withBaseUrl(or("GEMINI_BASE_URL", "")) : google;
  }

  private boolean has(String name) {
    return !or(name, "").isBlank();
  }

  private String or(String name, String otherwise) {
    String value = variables.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }
}
