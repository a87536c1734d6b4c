package dev.animus4j.image.s3;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.format.PixelSize;
import dev.animus4j.image.s3.UploadApi.StoredPart;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Upload of one image while it arrives, one part at a time. An image of one part is put as a whole.
 * What creates something on the server is not cancelled, but undone when it has ended: an answer
 * that nobody waits for would leave what it tells of behind.
 */
final class ImageUpload {
  private enum State {
    OPEN,
    COMMITTED,
    DISCARDED
  }

  private final UploadApi api;
  private final S3Locations locations;
  private final String model;
  private final String id = UUID.randomUUID().toString();
  private final ImageInspector imageInspector;
  private final int partBytes;
  private final List<StoredPart> parts = new ArrayList<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private ImagePart part;
  private volatile @Nullable String key;
  private volatile @Nullable Single<String> creation;
  private volatile @Nullable Completable placing;
  private Completable discarding = Completable.complete();

  ImageUpload(S3Api api, S3Locations locations, String model) {
    this.api = new UploadApi(api);
    this.locations = locations;
    this.model = model;
    this.imageInspector = new ImageInspector(api.options().maxBytes());
    this.partBytes = api.options().partBytes();
    this.part = new ImagePart(partBytes);
  }

  /** Uploads the image; a failure is emitted after what had been stored of it was removed. */
  Single<Stored> write(Flowable<Buffer> bytes) {
    return FaultIsolation.<Buffer>flowable(() -> bytes)
        .doOnNext(imageInspector::inspect)
        .concatMapCompletable(piece -> append(piece, 0))
        .andThen(Single.defer(this::finish))
        .onErrorResumeNext(failure -> discard().andThen(Single.error(failure)));
  }

  /** A part that is full is sent when more bytes follow, since then it is not the last. */
  private Completable append(Buffer piece, int from) {
    int next = from + part.append(piece, from);
    return next == piece.length()
        ? Completable.complete()
        : sendPart().andThen(Completable.defer(() -> append(piece, next)));
  }

  private Completable sendPart() {
    ImagePart full = part.end();
    int number = parts.size() + 1;
    return uploadId(full)
        .flatMap(uploadId -> api.putPart(requireKey(), uploadId, number, full))
        .doOnSuccess(
            stored -> {
              parts.add(stored);
              part = new ImagePart(partBytes);
            })
        .ignoreElement();
  }

  private Single<String> uploadId(ImagePart first) {
    Single<String> created = creation;
    return created == null ? create(ImageType.detect(first.head()).orElseThrow()) : created;
  }

  private synchronized Single<String> create(ImageType type) {
    String object = assignKey(type);
    PixelSize size = imageInspector.header().map(ImageInspector.Result::size).orElse(null);
    Single<String> created = whileOpen(api.create(object, type, size)).cache();
    creation = created;
    return created;
  }

  private Single<Stored> finish() {
    ImageInspector.Result image = imageInspector.finish();
    Single<String> created = creation;
    Completable placed =
        created == null ? put(image) : sendPart().andThen(complete(created, image.bytes()));
    return placed.andThen(
        Single.fromCallable(
            () -> new Stored(locations.location(requireKey()), Image.Format.of(image))));
  }

  private Completable put(ImageInspector.Result image) {
    String object = assignKey(image.type());
    return place(Completable.defer(() -> api.put(object, image, part.end())));
  }

  private Completable complete(Single<String> created, long bytes) {
    return Completable.defer(
        () ->
            place(
                created.flatMapCompletable(
                    uploadId -> api.complete(requireKey(), uploadId, parts, bytes))));
  }

  private synchronized Completable place(Completable step) {
    Completable placed = whileOpen(step.toSingleDefault("")).cache().ignoreElement();
    placing = placed;
    return placed;
  }

  /** A discard, which waits for a step, does not start it. */
  private <T> Single<T> whileOpen(Single<T> step) {
    return Single.defer(
        () -> state.get() == State.OPEN ? step : Single.error(new CancellationException()));
  }

  private String assignKey(ImageType type) {
    String object = locations.key(model, id, type.extension());
    key = object;
    return object;
  }

  private String requireKey() {
    return Objects.requireNonNull(key, "the key is known with the first part");
  }

  /**
   * Commits the image, which then cannot be discarded; false when it has been discarded already.
   */
  boolean commit() {
    return state.compareAndSet(State.OPEN, State.COMMITTED);
  }

  /**
   * Removes what the server has of the image, unless it is committed; never fails, and goes on when
   * nobody waits for it any more.
   */
  synchronized Completable discard() {
    if (state.compareAndSet(State.OPEN, State.DISCARDED)) {
      discarding = removal().cache();
    }
    return discarding;
  }

  private Completable removal() {
    Completable placed = placing;
    Single<String> created = creation;
    Completable deletion =
        placed == null
            ? Completable.complete()
            : placed.onErrorComplete().andThen(Completable.defer(() -> api.delete(requireKey())));
    Completable abortion = created == null ? Completable.complete() : abort(created);
    return deletion.onErrorComplete().andThen(abortion.onErrorComplete());
  }

  private Completable abort(Single<String> created) {
    return created
        .flatMapCompletable(uploadId -> api.abort(requireKey(), uploadId).onErrorComplete())
        .onErrorResumeNext(
            failure ->
                UploadApi.mayHaveRun(failure) ? Completable.complete() : Completable.error(failure))
        .andThen(Completable.defer(() -> api.abortAll(requireKey())));
  }
}
