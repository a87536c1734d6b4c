package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageStore;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/**
 * JSON with pictures in it, written out in base64. They are decoded while they arrive and go to the
 * store; the rest, which is small, is read as JSON. No picture is ever in memory as a whole.
 *
 * <p>A picture is a string of at least 32 characters under one of the keys, unless it is an http(s)
 * address. Either alphabet will do, with or without padding, with line breaks, with the beginning
 * of a data URL. Its place in the JSON is taken by its number in the list of what was stored.
 *
 * @param store where the pictures go
 * @param model who drew them, for the store
 * @param places the keys they may stand under; {@code "inlineData/data"} is the key {@code data} of
 *     the object under {@code inlineData}
 * @param most how many bytes the rest may have
 */
record PictureJson(ImageStore store, String model, Set<String> places, int most) {
  private static final int MEGABYTE = 1024 * 1024;

  /** With at most a megabyte besides the pictures. */
  static PictureJson of(ImageStore store, String model, String... places) {
    return new PictureJson(store, model, Set.of(places), MEGABYTE);
  }

  /** What was found: the JSON, and the pictures that were kept, by the numbers it has for them. */
  record Found(JsonNode json, Map<Integer, ImageStore.Stored> pictures) {

    /** The picture whose number stands here. */
    ImageStore.Stored picture(JsonNode number) {
      return Objects.requireNonNull(pictures.get(number.intValue()), "not kept");
    }

    /** Whether the number of a picture that was kept stands here. */
    boolean isPicture(JsonNode place) {
      return place.isInt() && pictures.containsKey(place.intValue());
    }
  }

  /** Keeps what is found; see the other {@code read}. */
  Single<Found> read(Flowable<Buffer> json, Origin origin) {
    return read(json, origin, any -> number -> true);
  }

  /**
   * Keeps what is found, once all of it has been read and accepted: until then a failure, or
   * leaving, leaves no picture behind.
   *
   * @param json the document, split anywhere; the buffers are changed
   * @param origin who wrote it, for the failure
   * @param accept is shown the document before anything is kept, and says which pictures are, by
   *     number; what it throws is the failure
   */
  Single<Found> read(
      Flowable<Buffer> json, Origin origin, Function<JsonNode, IntPredicate> accept) {
    return Single.using(
        () -> new Rest(accept),
        rest -> read(json, origin, rest).doOnSuccess(rest::deliver),
        rest -> rest.undo(store).subscribe(),
        false);
  }

  private Single<Found> read(Flowable<Buffer> json, Origin origin, Rest rest) {
    return pictures(json, origin, rest)
        .concatMapEager(picture -> stored(picture).doOnNext(rest::keep), Integer.MAX_VALUE, 1)
        .toMap(Kept::number, Kept::stored)
        .map(stored -> new Found(rest.json, stored))
        .onErrorResumeNext(failure -> rest.undo(store).andThen(Single.error(failure)));
  }

  private Flowable<PictureBytes> pictures(Flowable<Buffer> json, Origin origin, Rest rest) {
    return Flowable.create(
        emitter -> {
          PictureScanner scanner = new PictureScanner(places, most, origin);
          json.subscribe(new Sieve(scanner, origin, rest, emitter));
        },
        BackpressureStrategy.BUFFER);
  }

  private Flowable<Kept> stored(PictureBytes picture) {
    return store
        .write(model, picture)
        .map(stored -> new Kept(picture.number(), stored))
        .toFlowable()
        .onErrorComplete(failure -> picture.isDiscarded());
  }

  private record Kept(int number, ImageStore.Stored stored) {}

  /** What is left, once it has been accepted, and what has been kept until it is delivered. */
  private static final class Rest implements Function<JsonNode, IntPredicate> {
    private final Function<JsonNode, IntPredicate> accept;
    private final Queue<Kept> kept = new ConcurrentLinkedQueue<>();
    private JsonNode json = MissingNode.getInstance();

    Rest(Function<JsonNode, IntPredicate> accept) {
      this.accept = accept;
    }

    @Override
    public IntPredicate apply(JsonNode whole) throws Throwable {
      IntPredicate wanted = accept.apply(whole);
      json = whole;
      return wanted;
    }

    void keep(Kept picture) {
      kept.add(picture);
    }

    void deliver(Found found) {
      kept.clear();
    }

    /** Removes what was kept of several before it was clear that not all could be. */
    Completable undo(ImageStore store) {
      return Flowable.fromIterable(kept)
          .flatMapCompletable(one -> store.delete(one.stored.location()).onErrorComplete());
    }
  }
}
