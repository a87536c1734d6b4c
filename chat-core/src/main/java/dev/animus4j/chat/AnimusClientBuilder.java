package dev.animus4j.chat;

import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Builder for an {@link AnimusClient}. A chat model is required, its own or that of {@link
 * #fromEnv()}.
 */
public final class AnimusClientBuilder {
  private final ClientSettings settings;

  AnimusClientBuilder(@Nullable Vertx vertx) {
    this.settings = new ClientSettings(vertx);
  }

  /**
   * The provider of the environment, with retries of transient failures, for what this builder is
   * not given, in any order. Each name is looked up as a system property in lower case with dots
   * ({@code animus.api.key}), then as a variable ({@code ANIMUS_API_KEY}).
   *
   * <ul>
   *   <li>{@code ANIMUS_API_KEY}, or {@code ANIMUS_TOKEN_URL} for a token provider; optionally
   *       {@code ANIMUS_BASE_URL}, {@code ANIMUS_MODEL}, {@code ANIMUS_VISION_MODEL}; or
   *   <li>{@code OPENAI_API_KEY} and {@code OPENAI_MODEL}; optionally {@code OPENAI_IMAGE_MODEL},
   *       and {@code OPENAI_BASE_URL}, with which the key may be left out, for a compatible server;
   *       or
   *   <li>{@code GEMINI_API_KEY} and {@code GEMINI_MODEL}; optionally {@code GEMINI_IMAGE_MODEL}
   *       and {@code GEMINI_BASE_URL}.
   * </ul>
   *
   * <p>The first of these that is there counts. Without an image model, images fail; they are kept
   * in the {@link #imageStore}, by default temporary files. Proxies are those of {@link
   * dev.animus4j.http.Proxies#fromEnv}. The options have the model, and a neutral system message.
   * What is missing is named, in one line, by an {@link IllegalStateException} of {@link #build()}.
   */
  public AnimusClientBuilder fromEnv() {
    return fromEnv(EnvironmentVariables::lookUp);
  }

  /** The same with settings of, say, a framework: the value of a name, or null. */
  public AnimusClientBuilder fromEnv(Function<String, @Nullable String> variables) {
    settings.environment = variables;
    return this;
  }

  /**
   * Sets the chat model. The client wraps it, with the decorators that it already has, in {@link
   * ChatModel#withAttachments}, then in the deadlines of a response, and then in {@link
   * ChatModel#withToolCalls}.
   */
  public AnimusClientBuilder chatModel(ChatModel chatModel) {
    settings.chatModel = chatModel;
    return this;
  }

  /** The image model; without one, every image generation fails. */
  public AnimusClientBuilder imageModel(ImageModel imageModel) {
    settings.imageModel = imageModel;
    return this;
  }

  /**
   * Sets the store that holds the attachments of users until they are sent to a model, and the
   * images of the models of {@link #fromEnv()}. The default keeps the latest 64 MiB in memory. If
   * it is the store of other image models too, users can also attach what these generated.
   */
  public AnimusClientBuilder imageStore(ImageStore store) {
    settings.imageStore = store;
    return this;
  }

  /**
   * Sets the store, and how many bytes of attachments all requests together may hold in memory; 64
   * MiB by default. See {@link ChatModel#withAttachments(ImageStore, long)}.
   */
  public AnimusClientBuilder imageStore(ImageStore store, long bytesInFlight) {
    settings.bytesInFlight = bytesInFlight;
    return imageStore(store);
  }

  /** The store of the histories; by default {@link HistoryStore#inMemory()}. */
  public AnimusClientBuilder history(HistoryStore history) {
    settings.history = history;
    return this;
  }

  /** The ledger of all conversations; see {@link #ledger(Ledger, LedgerRetention)}. */
  public AnimusClientBuilder ledger(Ledger ledger) {
    return ledger(ledger, LedgerRetention.DEFAULT);
  }

  /**
   * Sets the ledger, instead of a store of histories: conversations with their events, message ids
   * and images outlive the process. No event but a delta is published, and no model is asked,
   * before what led to it is stored. What an earlier process left running is ended as interrupted.
   * The ledger is closed with the client.
   *
   * @param retention checked every hour
   */
  public AnimusClientBuilder ledger(Ledger ledger, LedgerRetention retention) {
    settings.ledger = ledger;
    settings.retention = retention;
    return this;
  }

  /** The model that sums up long histories; see {@link HistoryStore#withSummaries}. */
  public AnimusClientBuilder summaries(ChatModel model) {
    settings.summaryModel = model;
    return this;
  }

  /** The guardrail, with 10 seconds for each verdict; none by default. */
  public AnimusClientBuilder guardrail(Guardrail guardrail) {
    return guardrail(guardrail, settings.guard.limit());
  }

  /** Sets the guardrail. Content that has no verdict within {@code limit} is withheld. */
  public AnimusClientBuilder guardrail(Guardrail guardrail, Duration limit) {
    settings.guard = new FailClosedGuardrail(guardrail, limit);
    return this;
  }

  /** The options of all conversations, unless a call has its own. */
  public AnimusClientBuilder options(ChatOptions options) {
    return options(others -> options);
  }

  /**
   * Changes the options, those of {@link #fromEnv()} if it is called. By default responses stream
   * as one message each, without images, without a system message, by the provider's own model.
   */
  public AnimusClientBuilder options(UnaryOperator<ChatOptions> change) {
    UnaryOperator<ChatOptions> before = settings.options;
    settings.options = options -> change.apply(before.apply(options));
    return this;
  }

  /** Names a change of the options that a message may have at another node, which has its own. */
  public AnimusClientBuilder namedOptions(String name, UnaryOperator<ChatOptions> change) {
    settings.namedOptions.put(name, change);
    return this;
  }

  /** For how many conversations, those used last, sequences are remembered; by default 100,000. */
  public AnimusClientBuilder maxConversations(int conversations) {
    settings.maxConversations = conversations;
    return this;
  }

  /**
   * Adds a step of {@link AnimusClient#closeAsync()}, such as closing the connections of a model:
   * {@code onClose(http::closeAsync)}. The steps run in the order of these calls, each whether or
   * not the one before failed.
   */
  public AnimusClientBuilder onClose(Supplier<? extends Completable> closing) {
    settings.closeSteps.add(closing);
    return this;
  }

  /**
   * Runs all conversations on this scheduler and its clock instead of on Vert.x contexts. Tests use
   * it for virtual time. The scheduler must never run two tasks at the same time.
   */
  public AnimusClientBuilder scheduler(Scheduler scheduler) {
    settings.scheduler = scheduler;
    return this;
  }

  /** The random source of ids, numbers of turns and typing delays, for tests to be repeatable. */
  public AnimusClientBuilder random(RandomGenerator random) {
    settings.random = new FaultIsolatedRandom(random);
    return this;
  }

  /**
   * The client.
   *
   * @throws IllegalStateException for options that exclude each other: a guardrail for replies, and
   *     {@code withStreaming(true)}
   */
  public AnimusClient build() {
    return ClientAssembly.build(settings);
  }
}
