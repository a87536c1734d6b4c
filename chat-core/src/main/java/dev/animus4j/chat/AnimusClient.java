package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageStore;
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
 * Holds conversations with a model that can also draw: any number of them, each by its id. Make one
 * and share it; it is safe to use from any thread.
 */
public final class AnimusClient {
  /** The id of the conversation meant when none is named. */
  public static final String DEFAULT_CHAT = "default";

  private final Collaborators collaborators;
  private final ChatOptions options;
  private final Function<String, Scheduler> schedulers;
  private final CompletableSubject closing;
  private final Completable end;
  private final Running running = new Running();
  private final IdempotentSends sends = new IdempotentSends();

  /**
   * Every conversation somebody holds, or that is running; there is never a second one of an id.
   */
  private final Cache<String, Chat> alive =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  /** How many events those used last have told: all that one needs of its past to go on. */
  private final Cache<String, AtomicLong> told;

  AnimusClient(ClientBuilder builder, CompletableSubject closing) {
    this.collaborators = builder.collaborators(closing);
    this.options = builder.options();
    this.schedulers = builder.schedulers();
    this.closing = closing;
    Completable quiet = quiet().cache();
    VertxClosing hook = new VertxClosing(builder.vertx(), quiet, this::close);
    this.end = quiet.andThen(builder.afterwards()).doFinally(hook::remove).cache();
    this.told =
        Caffeine.newBuilder().maximumSize(builder.conversations()).executor(Runnable::run).build();
  }

  /** A client still to be composed. */
  public static ClientBuilder builder(Vertx vertx) {
    return new ClientBuilder(vertx);
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
   * <p>The first of these that is there counts. Without an image model, pictures fail.
   *
   * @throws IllegalStateException naming, in one line, what is missing
   */
  public static AnimusClient fromEnv(Vertx vertx) {
    return fromEnv(vertx, UnaryOperator.identity());
  }

  /**
   * The same, holding conversations differently.
   *
   * @param change makes the options from those of the environment: its model, a neutral system
   *     message, answers in one piece, no pictures
   */
  public static AnimusClient fromEnv(Vertx vertx, UnaryOperator<ChatOptions> change) {
    ClientBuilder builder = Environment.ofProcess().client(vertx);
    return builder.options(change.apply(builder.options())).build();
  }

  /** The same, keeping the pictures in this store, for who shows or removes them. */
  public static AnimusClient fromEnv(
      Vertx vertx, ImageStore pictures, UnaryOperator<ChatOptions> change) {
    ClientBuilder builder = Environment.ofProcess().client(vertx, pictures);
    return builder.options(change.apply(builder.options())).build();
  }

  /** The conversation meant when none is named. */
  public Chat chat() {
    return chat(DEFAULT_CHAT);
  }

  /**
   * The conversation of this id; the same object as long as anybody holds it, or it is running. A
   * new object goes on numbering events where the old one stopped, as long as it is among those
   * used last, or {@link ChatEvents#since} knows of it, else from 1.
   */
  public Chat chat(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the id of a conversation is not blank");
    }
    Chat chat = alive.get(id, this::begun);
    var unused = told.get(id, unknown -> chat.told());
    return chat;
  }

  private Chat begun(String id) {
    AtomicLong count = told.get(id, unknown -> new AtomicLong(events().latest(id)));
    Conversation conversation = new Conversation(id, collaborators, schedulers.apply(id), count);
    return new Chat(conversation, options, running, sends);
  }

  /** The events of all conversations. */
  public ChatEvents events() {
    return collaborators.events();
  }

  /** Draws in the default conversation; see {@link Chat#generateImage(String)}. */
  public Single<Image> generateImage(String prompt) {
    return chat().generateImage(prompt);
  }

  /** Changes a picture in the default conversation; see {@link Chat#generateImage(String, URI)}. */
  public Single<Image> generateImage(String prompt, URI inputImageUrl) {
    return chat().generateImage(prompt, inputImageUrl);
  }

  /**
   * Interrupts every exchange, ends every picture in the making, also those asked for by hand, lets
   * them all tell so, and then closes what this client opened, one thing after the other whichever
   * fails; Vert.x stays open. Nothing happens before subscription, and everything once. A Vert.x
   * that is closed first does the same on its way, but waits for nothing that this client opened.
   */
  public Completable close() {
    return end;
  }

  private Completable quiet() {
    return Completable.defer(
        () -> {
          running.close().forEach(chat -> chat.interrupt("closed"));
          closing.onError(
              new AnimusException.Cancelled(Origin.of("animus4j"), "the client was closed"));
          return running.ended();
        });
  }
}
