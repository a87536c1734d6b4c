package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builder for an {@link AnimusClient}. A chat model and options are required. */
public final class AnimusClientBuilder {
  private static final ImageModel NO_IMAGES =
      request ->
          Single.error(
              () ->
                  new AnimusException.InvalidRequest(
                      FailureOrigin.of("animus4j"), "no image model is configured"));

  private final Vertx vertx;
  private @Nullable ChatModel chatModel;
  private ImageModel imageModel = NO_IMAGES;
  private ImageStore attachments = ImageStore.inMemory(64 << 20);
  private long bytesInFlight = 64 << 20;
  private HistoryStore history = HistoryStore.inMemory();
  private FailClosedGuardrail guard =
      new FailClosedGuardrail(Guardrail.none(), Duration.ofSeconds(10));
  private @Nullable ChatOptions options;
  private int maxConversations = 100_000;
  private final List<Completable> closeSteps = new ArrayList<>();
  private Function<String, Scheduler> schedulers;
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  AnimusClientBuilder(Vertx vertx) {
    this.vertx = vertx;
    this.schedulers = new ConversationSchedulerPool(vertx);
  }

  /**
   * Sets the chat model. The client wraps it, with the decorators that it already has, in {@link
   * ChatModel#withAttachments}, then in the deadlines of a response, and then in {@link
   * ChatModel#withToolCalls}.
   */
  public AnimusClientBuilder chatModel(ChatModel chatModel) {
    this.chatModel = chatModel;
    return this;
  }

  /** The image model; without one, every image generation fails. */
  public AnimusClientBuilder imageModel(ImageModel imageModel) {
    this.imageModel = imageModel;
    return this;
  }

  /**
   * Sets the store that holds the attachments of users until they are sent to a model. The default
   * keeps the latest 64 MiB in memory. If it is the store of the image models, users can also
   * attach generated images.
   */
  public AnimusClientBuilder attachments(ImageStore attachments) {
    this.attachments = attachments;
    return this;
  }

  /**
   * Sets the store, and how many bytes of attachments all requests together may hold in memory; 64
   * MiB by default. See {@link ChatModel#withAttachments(ImageStore, long)}.
   */
  public AnimusClientBuilder attachments(ImageStore attachments, long bytesInFlight) {
    this.bytesInFlight = bytesInFlight;
    return attachments(attachments);
  }

  /** The store of the histories; by default {@link HistoryStore#inMemory()}. */
  public AnimusClientBuilder history(HistoryStore history) {
    this.history = history;
    return this;
  }

  /** The guardrail, with 10 seconds for each verdict; none by default. */
  public AnimusClientBuilder guardrail(Guardrail guardrail) {
    return guardrail(guardrail, guard.limit());
  }

  /** Sets the guardrail. Content that has no verdict within {@code limit} is withheld. */
  public AnimusClientBuilder guardrail(Guardrail guardrail, Duration limit) {
    this.guard = new FailClosedGuardrail(guardrail, limit);
    return this;
  }

  /** The options of all conversations, unless a call has its own. */
  public AnimusClientBuilder options(ChatOptions options) {
    this.options = options;
    return this;
  }

  /**
   * Sets for how many conversations, those used last, the client remembers the sequence of their
   * events, however long they are idle; 100,000 by default.
   */
  public AnimusClientBuilder maxConversations(int conversations) {
    this.maxConversations = conversations;
    return this;
  }

  /**
   * Adds a step of {@link AnimusClient#close()}, such as closing the connections of a model. The
   * steps run in the order of these calls, each whether or not the one before failed.
   */
  public AnimusClientBuilder onClose(Completable closing) {
    closeSteps.add(closing);
    return this;
  }

  /**
   * Runs all conversations on this scheduler and its clock instead of on Vert.x contexts. Tests use
   * it for virtual time. The scheduler must never run two tasks at the same time.
   */
  public AnimusClientBuilder scheduler(Scheduler scheduler) {
    this.schedulers = id -> scheduler;
    return this;
  }

  /**
   * Sets the random source of ids, numbers of turns and typing delays. All conversations share it.
   * Tests use it to be repeatable.
   */
  public AnimusClientBuilder random(RandomGenerator random) {
    this.random = new FaultIsolatedRandom(random);
    return this;
  }

  /** The client. */
  public AnimusClient build() {
    return new AnimusClient(this, CompletableSubject.create());
  }

  ClientComponents components(CompletableSubject closing) {
    ChatModel model =
        Objects.requireNonNull(chatModel, "a chatModel is required")
            .withAttachments(attachments, bytesInFlight);
    ChatEvents events = ChatEvents.of(vertx.eventBus());
    return new ClientComponents(
        model,
        imageModel,
        new AttachmentWriter(attachments),
        new RecentImages(),
        history,
        events,
        guard,
        random,
        closing);
  }

  ChatOptions options() {
    return Objects.requireNonNull(options, "options are required");
  }

  int maxConversations() {
    return maxConversations;
  }

  Completable closeAction() {
    List<Completable> steps =
        closeSteps.stream().map(step -> FaultIsolation.completable(() -> step)).toList();
    return Completable.concatDelayError(steps);
  }

  Vertx vertx() {
    return vertx;
  }

  Function<String, Scheduler> schedulers() {
    return schedulers;
  }
}
