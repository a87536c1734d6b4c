package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Client for any number of conversations with a chat model that can also generate images. Create
 * one and share it; it is thread-safe. Close it at the end: the threads of its Vert.x keep a JVM
 * running.
 */
public final class AnimusClient implements AutoCloseable {
  /** The id of the conversation that {@link #chat()} gives. */
  public static final String DEFAULT_CHAT = "default";

  private final ClientComponents components;
  private final ChatOptions options;
  private final Function<String, Scheduler> schedulers;
  private final ClientShutdown shutdown;
  private final ActiveExchanges activeExchanges;
  private final ConversationEraser eraser;
  private final IdempotentSends sends = new IdempotentSends();

  /** Conversations that are referenced or running; there is never a second one of the same id. */
  private final Cache<String, Chat> chats =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** The latest sequences of the conversations used last: all that one needs to resume. */
  private final Cache<String, AtomicLong> lastSequences;

  AnimusClient(ClientAssembly assembly) {
    this.components = assembly.components(id -> chat(id).conversation(), this::active);
    this.activeExchanges = new ActiveExchanges(components.closing());
    this.options = assembly.options();
    this.schedulers = assembly.schedulers();
    this.shutdown = assembly.shutdown(activeExchanges);
    this.eraser = new ConversationEraser(components, assembly.imageDeletion(), sends);
    this.lastSequences =
        Caffeine.newBuilder()
            .maximumSize(assembly.maxConversations())
            .executor(Runnable::run)
            .build();
    assembly.startMaintenance(this, components.peers(), schedulers.apply(DEFAULT_CHAT));
  }

  private @Nullable ConversationState active(String id) {
    Chat chat = chats.getIfPresent(id);
    return chat == null ? null : chat.conversation();
  }

  /** A builder for a client with a Vert.x of its own, which is closed with the client. */
  public static AnimusClientBuilder builder() {
    return new AnimusClientBuilder(null);
  }

  /** A builder for a client on this Vert.x, which stays open when the client is closed. */
  public static AnimusClientBuilder builder(Vertx vertx) {
    return new AnimusClientBuilder(vertx);
  }

  /**
   * A client with a Vert.x of its own and the provider of the environment: {@code
   * builder().fromEnv().build()}; see {@link AnimusClientBuilder#fromEnv()}.
   *
   * @throws IllegalStateException naming, in one line, what is missing
   */
  public static AnimusClient fromEnv() {
    return builder().fromEnv().build();
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
    var unused = lastSequences.get(id, unknown -> chat.conversation().lastSequence());
    return chat;
  }

  private Chat createChat(String id) {
    AtomicLong count =
        lastSequences.get(id, unknown -> new AtomicLong(events().lastSequenceInMemory(id)));
    ConversationState conversation =
        new ConversationState(id, components, schedulers.apply(id), count);
    return new Chat(conversation, options, activeExchanges, sends);
  }

  /** The events of all conversations. */
  public ChatEvents events() {
    return components.events();
  }

  /** Generates an image in the default conversation; see {@link Chat#generateImage(String)}. */
  @CheckReturnValue
  public Single<Image> generateImage(String prompt) {
    return chat().generateImage(prompt);
  }

  /** Changes an image in the default conversation; see {@link Chat#generateImage(String, URI)}. */
  @CheckReturnValue
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return chat().generateImage(prompt, inputImageUrl);
  }

  /**
   * Erases a conversation, whatever is going on in it: running exchanges are cut off without
   * further events, then its history, events, message ids and images are deleted. Backups, and what
   * providers keep, are not reached. Starts on subscription; the same id then is a new
   * conversation. Files are deleted from the {@link AnimusClientBuilder#imageStore}.
   */
  @CheckReturnValue
  public Single<Erasure> forget(String conversationId) {
    return Single.defer(() -> eraser.erase(chat(conversationId)));
  }

  /**
   * Deletes the files of the {@link AnimusClientBuilder#imageStore} that no conversation of the
   * ledger has, such as that of an image which was stored just when the process ended. Only for a
   * store that nothing else writes to.
   *
   * @param grace files that become known within this time stay; longer than an image takes
   * @return how many files were deleted; fails without a ledger
   */
  @CheckReturnValue
  public Single<Integer> sweepImages(Duration grace) {
    return eraser.sweep(grace, schedulers.apply(DEFAULT_CHAT));
  }

  /**
   * Closes the client, and waits until it is closed, for a minute at most; see {@link
   * #closeAsync()}. On an event loop, which must not wait, it only starts. Never fails: what could
   * not be closed is logged.
   *
   * <p>With a {@link AnimusClientBuilder#scheduler}, it waits for a second at most. What a {@link
   * io.reactivex.rxjava3.schedulers.TestScheduler} has to run now is run, so that exchanges end;
   * one that waits for its time to pass is not waited for.
   */
  @Override
  public void close() {
    shutdown.startAndWait();
  }

  /**
   * Interrupts every exchange, cancels every image generation, waits until their last events are
   * published, and then closes what this client opened, in order, each whether or not the one
   * before failed; last its Vert.x, unless that was given to it. Starts at once, subscribed to or
   * not, and runs once, however often it is called. Later messages are answered with {@link
   * dev.animus4j.chat.event.MessageEvent.MessagesCancelled}. When Vert.x is closed first, it does
   * the same, but does not wait for what this client opened.
   *
   * @return completes when all is closed; fails with what could not be closed
   */
  public Completable closeAsync() {
    return shutdown.start();
  }

  /**
   * Closes the client as {@link #closeAsync()} does, but lets its exchanges end first. Meanwhile
   * others may start, and a node of a cluster leaves conversations in which nothing is going on to
   * other nodes. Starts at once.
   *
   * @param grace how long exchanges may take; what still runs then is interrupted
   */
  public Completable closeAsync(Duration grace) {
    CompletableSubject closed = CompletableSubject.create();
    NodePeers peers = components.peers();
    Completable drained = peers == null ? Completable.complete() : peers.drain();
    drained
        .onErrorComplete()
        .andThen(activeExchanges.awaitIdle(grace, schedulers.apply(DEFAULT_CHAT)))
        .andThen(Completable.defer(this::closeAsync))
        .subscribe(closed);
    return closed;
  }
}
