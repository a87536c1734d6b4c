package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.history.HistoryWindow;
import dev.animus4j.chat.ledger.ClusterLedger;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.CompletableHelper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Assembles a client of what its builder was given, the environment, and defaults. */
final class ClientAssembly {
  private static final ImageModel NO_IMAGES =
      request ->
          Single.error(
              () ->
                  new AnimusException.InvalidRequest(
                      FailureOrigin.of("animus4j"), "no image model is configured"));

  private static final ChatOptions DEFAULTS =
      new ChatOptions(
          ChatRequest.of(),
          HistoryWindow.of(20),
          null,
          null,
          OverlapPolicy.INTERRUPT,
          Deadlines.DEFAULT);

  private final ClientSettings settings;
  private final Vertx vertx;
  private final ImageStore imageStore;
  private final @Nullable EnvironmentProviders environment;
  private final List<Supplier<? extends Completable>> closeSteps;
  private final SerialDisposable maintenance = new SerialDisposable();

  private ClientAssembly(ClientSettings settings, Vertx vertx) {
    this.settings = settings;
    this.vertx = vertx;
    this.imageStore = imageStore();
    this.environment =
        settings.environment == null
            ? null
            : new EnvironmentVariables(settings.environment).providers(vertx, imageStore);
    this.closeSteps = new ArrayList<>(settings.closeSteps);
    if (environment != null) {
      closeSteps.add(environment.http()::closeAsync);
    }
    if (settings.ledger != null) {
      closeSteps.add(() -> Completable.fromAction(maintenance::dispose));
      closeSteps.add(settings.ledger::closeAsync);
    }
  }

  static AnimusClient build(ClientSettings settings) {
    if (settings.vertx != null) {
      return new AnimusClient(new ClientAssembly(settings, settings.vertx));
    }
    Vertx own = Vertx.vertx();
    try {
      ClientAssembly assembly = new ClientAssembly(settings, own);
      assembly.closeSteps.add(
          () -> CompletableHelper.toCompletable(done -> own.close().onComplete(done)));
      return new AnimusClient(assembly);
    } catch (Throwable invalid) {
      var unused = own.close();
      throw invalid;
    }
  }

  private ImageStore imageStore() {
    if (settings.imageStore != null) {
      return settings.imageStore;
    }
    return settings.environment == null
        ? ImageStore.inMemory(64 << 20)
        : FileImageStore.temporary(vertx);
  }

  Vertx vertx() {
    return vertx;
  }

  ChatOptions options() {
    ChatOptions options =
        settings.options.apply(environment == null ? DEFAULTS : environment.options());
    if (Boolean.TRUE.equals(options.streaming())
        && settings.guard.appliesTo(GuardrailStage.OUTPUT)) {
      throw new IllegalStateException(
          "A guardrail for replies needs them complete, so that nothing can be streamed: leave"
              + " withStreaming(true) out, or limit the guardrail to other stages.");
    }
    return options;
  }

  /**
   * The components of a client.
   *
   * @param conversations finds a conversation by its id
   * @param active finds one that is in memory
   */
  ClientComponents components(
      Function<String, ConversationState> conversations,
      Function<String, @Nullable ConversationState> active) {
    Scheduler clock = schedulers().apply(AnimusClient.DEFAULT_CHAT);
    NodePeers peers =
        settings.ledger instanceof ClusterLedger
            ? new NodePeers(settings, vertx.eventBus(), active, clock)
            : null;
    return new ClientComponents(
        chatModel().withAttachments(imageStore, settings.bytesInFlight),
        imageModel(),
        new AttachmentWriter(imageStore),
        new RecentImages(settings.ledger),
        history(conversations),
        settings.ledger,
        peers,
        ChatEvents.of(vertx.eventBus(), settings.ledger, peers == null ? null : peers.events()),
        settings.guard,
        settings.random,
        CompletableSubject.create());
  }

  ImageDeletion imageDeletion() {
    return new ImageDeletion(imageStore, settings.ledger);
  }

  /** Starts work in the background, until the client closes; none without a ledger. */
  void startMaintenance(AnimusClient client, @Nullable NodePeers peers, Scheduler clock) {
    if (settings.ledger != null) {
      Function<String, ConversationState> conversations = id -> client.chat(id).conversation();
      LedgerMaintenance ofLedger =
          new LedgerMaintenance(
              settings.ledger, settings.retention, imageDeletion(), conversations, clock);
      maintenance.replace(
          peers == null
              ? ofLedger.start()
              : new CompositeDisposable(
                  ofLedger.start(), peers.serve(client, ofLedger.endInterrupted())));
    }
  }

  private HistoryStore history(Function<String, ConversationState> conversations) {
    HistoryStore history =
        settings.ledger == null ? settings.history : new LedgerHistory(conversations);
    return settings.summaryModel == null ? history : history.withSummaries(settings.summaryModel);
  }

  private ChatModel chatModel() {
    if (settings.chatModel == null && environment != null) {
      return environment.chatModel();
    }
    return Objects.requireNonNull(settings.chatModel, "a chatModel is required");
  }

  private ImageModel imageModel() {
    if (settings.imageModel == null && environment != null) {
      return Objects.requireNonNullElse(environment.imageModel(), NO_IMAGES);
    }
    return Objects.requireNonNullElse(settings.imageModel, NO_IMAGES);
  }

  int maxConversations() {
    return settings.maxConversations;
  }

  /** The scheduler of each conversation, by its id. */
  Function<String, Scheduler> schedulers() {
    Scheduler scheduler = settings.scheduler;
    return scheduler == null ? new ConversationSchedulerPool(vertx) : id -> scheduler;
  }

  ClientShutdown shutdown(ActiveExchanges activeExchanges) {
    List<Completable> steps =
        closeSteps.stream().map(step -> FaultIsolation.completable(step::get)).toList();
    Completable inOrder = Completable.concatDelayError(steps);
    return new ClientShutdown(vertx, activeExchanges, inOrder, settings.scheduler);
  }
}
