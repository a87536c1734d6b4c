package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageStore;
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

/** Composes an {@link AnimusClient}. A chat model and options are required. */
public final class ClientBuilder {
  private static final ImageModel NO_IMAGES =
      request ->
          Single.error(
              () ->
                  new AnimusException.InvalidRequest(
                      Origin.of("animus4j"), "no image model is configured"));

  private final Vertx vertx;
  private @Nullable ChatModel chatModel;
  private ImageModel imageModel = NO_IMAGES;
  private ImageStore attachments = ImageStore.inMemory(64 << 20);
  private long bytesInFlight = 64 << 20;
  private History history = History.inMemory();
  private Guard guard = new Guard(Guardrail.none(), Duration.ofSeconds(10));
  private @Nullable ChatOptions options;
  private int conversations = 100_000;
  private final List<Completable> afterwards = new ArrayList<>();
  private Function<String, Scheduler> schedulers;
  private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  ClientBuilder(Vertx vertx) {
    this.vertx = vertx;
    this.schedulers = new Contexts(vertx);
  }

  /** Who answers. */
  public ClientBuilder chatModel(ChatModel chatModel) {
    this.chatModel = chatModel;
    return this;
  }

  /** Who draws; without one, every picture fails. */
  public ClientBuilder imageModel(ImageModel imageModel) {
    this.imageModel = imageModel;
    return this;
  }

  /**
   * Where the pictures are kept that users show, and read from when a model is to look at them; by
   * default the latest 64 MiB, in memory. The store of the image models will do, and then users can
   * also show what was drawn.
   */
  public ClientBuilder attachments(ImageStore attachments) {
    this.attachments = attachments;
    return this;
  }

  /**
   * The same, with so many bytes of pictures in memory at once for all requests that show any, by
   * default 64 MiB; see {@link ChatModel#seeing(ImageStore, long)}.
   */
  public ClientBuilder attachments(ImageStore attachments, long bytesInFlight) {
    this.bytesInFlight = bytesInFlight;
    return attachments(attachments);
  }

  /** Where conversations are remembered; by default {@link History#inMemory()}. */
  public ClientBuilder history(History history) {
    this.history = history;
    return this;
  }

  /** Who judges what is said and drawn, within 10 seconds each time; by default nobody. */
  public ClientBuilder guardrail(Guardrail guardrail) {
    return guardrail(guardrail, guard.limit());
  }

  /** Who judges what is said and drawn; what takes longer than {@code limit} is withheld. */
  public ClientBuilder guardrail(Guardrail guardrail, Duration limit) {
    this.guard = new Guard(guardrail, limit);
    return this;
  }

  /** How conversations are held, unless a call says otherwise. */
  public ClientBuilder options(ChatOptions options) {
    this.options = options;
    return this;
  }

  /**
   * How many conversations, of those used last, go on numbering their events however long they
   * rested; 100,000 by default.
   */
  public ClientBuilder conversations(int conversations) {
    this.conversations = conversations;
    return this;
  }

  /**
   * Also does this when the client is closed and quiet, such as closing the models' connections; in
   * the order of these calls, each whatever became of those before.
   */
  public ClientBuilder onClose(Completable closing) {
    afterwards.add(closing);
    return this;
  }

  /**
   * Runs all conversations on this scheduler, by its clock, instead of on Vert.x contexts: for
   * tests in virtual time. It must do one thing at a time.
   */
  public ClientBuilder clock(Scheduler scheduler) {
    this.schedulers = id -> scheduler;
    return this;
  }

  /**
   * Takes ids, the number of turns and the pace of typing from here: for tests that must repeat
   * themselves. Used by all conversations.
   */
  public ClientBuilder random(RandomGenerator random) {
    this.random = new IsolatedRandom(random);
    return this;
  }

  /** The client. */
  public AnimusClient build() {
    return new AnimusClient(this, CompletableSubject.create());
  }

  Collaborators collaborators(CompletableSubject closing) {
    ChatModel model =
        Objects.requireNonNull(chatModel, "a chatModel is required")
            .seeing(attachments, bytesInFlight);
    ChatEvents events = ChatEvents.on(vertx.eventBus());
    return new Collaborators(
        model,
        imageModel,
        new Attachments(attachments),
        new DrawnPictures(),
        history,
        events,
        guard,
        random,
        closing);
  }

  ChatOptions options() {
    return Objects.requireNonNull(options, "options are required");
  }

  int conversations() {
    return conversations;
  }

  Completable afterwards() {
    List<Completable> steps =
        afterwards.stream().map(step -> Isolation.completable(() -> step)).toList();
    return Completable.concatDelayError(steps);
  }

  Vertx vertx() {
    return vertx;
  }

  Function<String, Scheduler> schedulers() {
    return schedulers;
  }
}
