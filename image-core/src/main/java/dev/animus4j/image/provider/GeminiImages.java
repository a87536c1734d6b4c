package dev.animus4j.image.provider;

import dev.animus4j.gemini.Ask;
import dev.animus4j.gemini.Content;
import dev.animus4j.gemini.GenerateContent;
import dev.animus4j.gemini.Part;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.ImagePart;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageStore;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.provider.GeminiMemo.Turn;
import dev.animus4j.resilience.BytesInFlight;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures drawn by Gemini. A request may bring a picture to change and others to draw with; each
 * is introduced to the model in words. Sizes become the nearest aspect ratio and the nearest of 1K,
 * 2K and 4K; fields of the provider's own go into {@code generationConfig}, where they take
 * precedence.
 *
 * <p>A picture that this model drew is changed by going on with the conversation it came from: what
 * was said is sent again with all signatures, and the pictures are read from the store. When the
 * pictures become too large, the oldest rounds are left out. What the user sent along as bytes is
 * not sent again: name it again if it matters. A picture of another model is sent as one to change.
 * Pictures at a web address are fetched by the provider. The others are in memory for as long as a
 * request lasts, 64 MiB for all requests; those for which there is no room wait in their order.
 *
 * <p>Several pictures come when the model draws several; their number cannot be asked for. A model
 * that talks instead fails with {@link dev.animus4j.failure.AnimusException.NoImage}. Refusals come
 * as HTTP 200 and are told as {@link dev.animus4j.failure.AnimusException.ContentPolicy}. That a
 * seed repeats a picture is not promised.
 */
public final class GeminiImages implements StreamingImageModel {
  /** Of the pictures that all requests under way send along. */
  private static final long BYTES_IN_FLIGHT = 64L << 20;

  private final GenerateContent gemini;
  private final ImageStore store;
  private final GeminiOptions options;
  private final BytesInFlight room;

  /**
   * Draws at this endpoint; its credentials give the API key.
   *
   * @param endpoint see {@link #endpoint}
   */
  public GeminiImages(Http http, Endpoint endpoint, ImageStore store, GeminiOptions options) {
    this(new GenerateContent(http, endpoint), store, options, new BytesInFlight(BYTES_IN_FLIGHT));
  }

  /** The same, with this room for what is sent along. */
  GeminiImages(
      GenerateContent gemini, ImageStore store, GeminiOptions options, BytesInFlight room) {
    this.gemini = gemini;
    this.store = store;
    this.options = options;
    this.room = room;
  }

  /** Where Google answers, with the limits for pictures. */
  public static Endpoint endpoint(Credentials key) {
    return GenerateContent.endpoint(key, Timeouts.images());
  }

  /** The same, drawing otherwise. */
  public GeminiImages withOptions(GeminiOptions options) {
    return new GeminiImages(gemini, store, options, room);
  }

  @Override
  public Flowable<ImagePart> stream(ImageRequest request) {
    return Flowable.defer(
        () -> {
          GeminiRound round = GeminiRound.of(request, options, gemini.origin());
          return round.bytes() == 0
              ? drawn(request, round)
              : room.with(round.bytes(), place -> drawn(request, round));
        });
  }

  private Flowable<ImagePart> drawn(ImageRequest request, GeminiRound round) {
    return contents(round)
        .map(contents -> ask(request, contents))
        .flatMapPublisher(ask -> drawn(request, round, ask));
  }

  private Flowable<ImagePart> drawn(ImageRequest request, GeminiRound round, Ask ask) {
    GeminiDrawing drawing = new GeminiDrawing(request, round, options.model(), System.nanoTime());
    return gemini
        .whole(options.model(), ask, answer -> drawing.read(answer, store))
        .cast(ImagePart.class);
  }

  private Ask ask(ImageRequest request, List<Content> contents) {
    return new Ask(
        contents,
        null,
        config(request),
        Ask.safety(options.safety()),
        options.grounded() ? List.of(Ask.googleSearch()) : List.of(),
        null);
  }

  private Map<String, Object> config(ImageRequest request) {
    Map<String, Object> config = new HashMap<>();
    if (!options.modalities().isEmpty()) {
      config.put("responseModalities", options.modalities());
    }
    if (request.size() != null) {
      config.put("imageConfig", GeminiShape.of(request.size()).config());
    }
    if (request.seed() != null) {
      config.put("seed", Ask.seed(request.seed(), gemini.origin()));
    }
    config.putAll(request.extra());
    return config;
  }

  private Single<List<Content>> contents(GeminiRound round) {
    GeminiFiles files = new GeminiFiles(store, options.maxInputBytes());
    Single<Content> now =
        Flowable.fromIterable(round.now()).concatMapSingle(files::part).toList().map(Content::user);
    return Flowable.fromIterable(round.before())
        .concatMapSingle(turn -> said(turn, files))
        .concatWith(now)
        .toList()
        .map(this::instructed);
  }

  private static Single<Content> said(Turn turn, GeminiFiles files) {
    return Flowable.fromIterable(turn.parts())
        .concatMapSingle(files::part)
        .toList()
        .map(parts -> new Content(turn.role(), parts));
  }

  /** Not as a system instruction, which some models that draw refuse. */
  private List<Content> instructed(List<Content> contents) {
    if (options.instructions().isBlank()) {
      return contents;
    }
    List<Part> first = new ArrayList<>(contents.get(0).parts());
    first.add(0, Part.text(options.instructions()));
    List<Content> all = new ArrayList<>(contents);
    all.set(0, Content.user(first));
    return all;
  }
}
