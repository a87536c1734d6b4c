package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Client for any number of conversations with a chat model that can also generate images. Create
 * one and share it; it is thread-safe.
 */
public final class AnimusClient {
  /** The id of the conversation that {@link #chat()} gives. */
  public static final String DEFAULT_CHAT = "default";

  private final ClientComponents components;
  private final ChatOptions options;
  private final Function<String, Scheduler> schedulers;
  private final CompletableSubject closing;
  private final Completable end;
  private final ActiveExchanges activeExchanges = new ActiveExchanges();
  private final IdempotentSends sends = new IdempotentSends();

  /** Conversations that are referenced or running; there is never a second one of the same id. */
  private final Cache<String, Chat> chats =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** The latest sequences of the conversations used last: all that one needs to resume. */
  private final Cache<String, AtomicLong> lastSequences;

  AnimusClient(AnimusClientBuilder builder, CompletableSubject closing) {
    this.components = builder.components(closing);
    this.options = builder.options();
    this.schedulers = builder.schedulers();
    this.closing = closing;
    Completable quiet = shutdown().cache();
    VertxCloseHook hook = new VertxCloseHook(builder.vertx(), quiet, this::close);
    this.end = quiet.andThen(builder.closeAction()).doFinally(hook::remove).cache();
    this.lastSequences =
        Caffeine.newBuilder()
            .maximumSize(builder.maxConversations())
            .executor(Runnable::run)
            .build();
  }

  /** A builder for a client. */
  public static AnimusClientBuilder builder(Vertx vertx) {
    return new AnimusClientBuilder(vertx);
  }

  /**
   * A client made from the environment. Each name is looked up as a system property in lower case
   * with dots ({@code animus.api.key}), then as a variable ({@code ANIMUS_API_KEY}).
   *
   * <ul>
   *   <li>{@code ANIMUS_API_KEY}, or {@code ANIMUS_TOKEN_URL} for a token provider; optionally
   *       {@code ANIMUS_BASE_URL}, {@code ANIMUS_MODEL}; or
   *   <li>{@code OPENAI_API_KEY} and {@code OPENAI_MODEL}; optionally {@code OPENAI_IMAGE_MODEL},
   *       and {@code OPENAI_BASE_URL}, with which the key may be left out, for a compatible server;
   *       or
   *   <li>{@code GEMINI_API_KEY} and {@code GEMINI_MODEL}; optionally {@code GEMINI_IMAGE_MODEL}
   *       and {@code GEMINI_BASE_URL}.
   * </ul>
   *
   * <p>The first of these providers that is configured is used. Without an image model, every image
   * fails. Proxies are those of {@link dev.animus4j.http.Proxies#fromEnv}.
   *
   * @throws IllegalStateException naming, in one line, what is missing
   */
  public static AnimusClient fromEnv(Vertx vertx) {
    return fromEnv(vertx, UnaryOperator.identity());
  }

  /**
   * The same with other options.
   *
   * @param change derives the options from those of the environment: its model, a neutral system
   *     message, whole responses, no images
   */
  public static AnimusClient fromEnv(Vertx vertx, UnaryOperator<ChatOptions> change) {
    AnimusClientBuilder builder = EnvironmentClientFactory.ofProcess().clientBuilder(vertx);
    return builder.options(change.apply(builder.options())).build();
  }

  /**
   * Creates a client like {@link #fromEnv(Vertx, UnaryOperator)} that keeps images in this store,
   * from which the caller can read or delete them.
   */
  public static AnimusClient fromEnv(
      Vertx vertx, ImageStore pictures, UnaryOperator<ChatOptions> change) {
    AnimusClientBuilder builder =
        EnvironmentClientFactory.ofProcess().clientBuilder(vertx, pictures);
    return builder.options(change.apply(builder.options())).build();
  }

  /** The conversation with the id {@link #DEFAULT_CHAT}. */
  public Chat chat() {
    return chat(DEFAULT_CHAT);
  }

  /**
   * The conversation of this id: the same object as long as it is referenced or running. A new
   * object continues the sequence of its events if the conversation is among those used last, or
   * known to {@link ChatEvents#streamSince}; else it starts from 1.
   */
  public Chat chat(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the id of a conversation is not blank");
    }
    Chat chat = chats.get(id, this::createChat);
    var unused = lastSequences.get(id, unknown -> chat.lastSequence());
    return chat;
  }

  private Chat createChat(String id) {
    AtomicLong count = lastSequences.get(id, unknown -> new AtomicLong(events().lastSequence(id)));
    ConversationState conversation =
        new ConversationState(id, components, schedulers.apply(id), count);
    return new Chat(conversation, options, activeExchanges, sends);
  }

  /** The events of all conversations. */
  public ChatEvents events() {
    return components.events();
  }

  /** Generates an image in the default conversation; see {@link Chat#generateImage(String)}. */
  public Single<Image> generateImage(String prompt) {
    return chat().generateImage(prompt);
  }

  /** Changes an image in the default conversation; see {@link Chat#generateImage(String, URI)}. */
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return chat().generateImage(prompt, inputImageUrl);
  }

  /**
   * Interrupts every exchange, cancels every image generation, waits until their last events are
   * published, and then closes what this client opened, in order, each whether or not the one
   * before failed. Vert.x stays open. Starts on the first subscription, and runs once. When Vert.x
   * is closed first, it does the same, but does not wait for what this client opened.
   */
  public Completable close() {
    return end;
  }

  private Completable shutdown() {
    return Completable.defer(
        () -> {
          activeExchanges.close().forEach(chat -> chat.interruptAll("closed"));
          closing.onError(
              new AnimusException.Cancelled(FailureOrigin.of("animus4j"), "the client was closed"));
          return activeExchanges.termination();
        });
  }
}
