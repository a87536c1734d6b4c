package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.history.HistoryWindow;
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

  private final AnimusClientBuilder builder;
  private final Vertx vertx;
  private final ImageStore imageStore;
  private final @Nullable EnvironmentProviders environment;
  private final List<Supplier<? extends Completable>> closeSteps;

  private ClientAssembly(AnimusClientBuilder builder, Vertx vertx) {
    this.builder = builder;
    this.vertx = vertx;
    this.imageStore = imageStore();
    this.environment =
        builder.environment == null
            ? null
            : new EnvironmentVariables(builder.environment).providers(vertx, imageStore);
    this.closeSteps = new ArrayList<>(builder.closeSteps);
    if (environment != null) {
      closeSteps.add(environment.http()::closeAsync);
    }
  }

  static AnimusClient build(AnimusClientBuilder builder) {
    if (builder.vertx != null) {
      return new AnimusClient(new ClientAssembly(builder, builder.vertx));
    }
    Vertx own = Vertx.vertx();
    try {
      ClientAssembly assembly = new ClientAssembly(builder, own);
      assembly.closeSteps.add(
          () -> CompletableHelper.toCompletable(done -> own.close().onComplete(done)));
      return new AnimusClient(assembly);
    } catch (Throwable invalid) {
      var unused = own.close();
      throw invalid;
    }
  }

  private ImageStore imageStore() {
    if (builder.imageStore != null) {
      return builder.imageStore;
    }
    return builder.environment == null
        ? ImageStore.inMemory(64 << 20)
        : FileImageStore.temporary(vertx);
  }

  Vertx vertx() {
    return vertx;
  }

  ChatOptions options() {
    ChatOptions options =
        builder.options.apply(environment == null ? DEFAULTS : environment.options());
    if (Boolean.TRUE.equals(options.streaming())
        && builder.guard.appliesTo(GuardrailStage.OUTPUT)) {
      throw new IllegalStateException(
          "A guardrail for replies needs them complete, so that nothing can be streamed: leave"
              + " withStreaming(true) out, or limit the guardrail to other stages.");
    }
    return options;
  }

  ClientComponents components() {
    return new ClientComponents(
        chatModel().withAttachments(imageStore, builder.bytesInFlight),
        imageModel(),
        new AttachmentWriter(imageStore),
        new RecentImages(),
        builder.history,
        ChatEvents.of(vertx.eventBus()),
        builder.guard,
        builder.random,
        CompletableSubject.create());
  }

  private ChatModel chatModel() {
    if (builder.chatModel == null && environment != null) {
      return environment.chatModel();
    }
    return Objects.requireNonNull(builder.chatModel, "a chatModel is required");
  }

  private ImageModel imageModel() {
    if (builder.imageModel == null && environment != null) {
      return Objects.requireNonNullElse(environment.imageModel(), NO_IMAGES);
    }
    return Objects.requireNonNullElse(builder.imageModel, NO_IMAGES);
  }

  int maxConversations() {
    return builder.maxConversations;
  }

  /** The scheduler of each conversation, by its id. */
  Function<String, Scheduler> schedulers() {
    Scheduler scheduler = builder.scheduler;
    return scheduler == null ? new ConversationSchedulerPool(vertx) : id -> scheduler;
  }

  ClientShutdown shutdown(ActiveExchanges activeExchanges) {
    List<Completable> steps =
        closeSteps.stream().map(step -> FaultIsolation.completable(step::get)).toList();
    Completable inOrder = Completable.concatDelayError(steps);
    return new ClientShutdown(vertx, activeExchanges, inOrder, builder.scheduler);
  }
}
