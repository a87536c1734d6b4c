package dev.animus4j.image.s3;

import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * Image store in a bucket of AWS S3, Cloudflare R2, MinIO, Ceph, Backblaze B2 or another service of
 * that protocol. An object appears under its key {@code
 * {prefix}image_{model}_{id}_{epochMillis}.{extension}} only when it is complete, with the media
 * type of its bytes. Locations are {@code s3://bucket/key}; see {@link #presign} for addresses that
 * browsers can open. The description of an image is an object beside it, with {@code .json} after
 * its key.
 *
 * <p>An image is sent while it arrives: one part of {@link S3Options#partBytes()} at a time, which
 * is in memory, so that N images at once take N × 5 MiB of the heap by default. The multipart
 * upload of an image that fails, is cut short or is cancelled is aborted. When this process dies,
 * or the server cannot be reached any more, it stays: let a lifecycle rule of the bucket abort
 * incomplete uploads after a day.
 *
 * <p>Each request is repeated as {@link S3Options#retry()} says; all of them may be. A read goes on
 * where its connection broke. Results arrive on the event loop context of the subscriber; on
 * RxJava's io threads for one on a worker or virtual-thread context, which may block for them; and
 * else on any thread.
 *
 * <p>The access key needs the permissions to get, put and delete objects and to abort multipart
 * uploads; to list multipart uploads, so that an upload whose creation was not answered is aborted,
 * too; and to list the bucket, for {@link #list}, and because AWS says of no other key that an
 * object is missing: {@link #find} and {@link #read} then fail with {@link
 * dev.animus4j.failure.AnimusException.Authentication}.
 */
public final class S3ImageStore implements ImageStore {
  private static final Duration MAX_VALIDITY = Duration.ofDays(7);

  private final S3Api api;
  private final S3Locations locations;
  private final ImageDescriptions descriptions;

  private S3ImageStore(S3Api api) {
    this.api = api;
    this.locations = new S3Locations(api.options().bucket());
    this.descriptions = new ImageDescriptions(api, locations);
  }

  /** Creates a store, which connects to nothing yet. */
  public static S3ImageStore create(Http http, S3Options options) {
    return create(http, options, Clock.systemUTC());
  }

  /** Creates a store that signs by another clock. */
  static S3ImageStore create(Http http, S3Options options, Clock clock) {
    return new S3ImageStore(new S3Api(http, options, clock));
  }

  /**
   * The upload is committed just when its image is emitted. After a disposal from another thread it
   * is being discarded, and nothing is emitted.
   */
  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return Single.defer(
        () -> {
          ImageUpload upload = new ImageUpload(api, locations, model);
          return Single.using(
                  () -> upload,
                  open -> observeOnCaller(() -> open.write(bytes).toFlowable()).singleOrError(),
                  S3ImageStore::discard,
                  false)
              .filter(stored -> upload.commit())
              .switchIfEmpty(Single.never());
        });
  }

  private static void discard(ImageUpload upload) {
    var unused = upload.discard().subscribe();
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return observeOnCaller(() -> new ObjectRead(api, locations.key(location)).bytes());
  }

  /** As {@link ImageStore#readAll}, for images of as many bytes as this store takes. */
  @Override
  public Single<Buffer> readAll(URI location) {
    return Single.defer(() -> new WholeObject(api.options().maxBytes()).collect(read(location)));
  }

  /**
   * Puts the description beside the image, as JSON. Once it has begun it goes on, also when it is
   * disposed: so an image that is deleted meanwhile leaves no description.
   */
  @Override
  public Completable describe(Image image) {
    return await(() -> descriptions.describe(image));
  }

  @Override
  public Maybe<Image> find(URI location) {
    return observeOnCaller(() -> descriptions.find(location).toFlowable()).singleElement();
  }

  /** Deletes the image, then its description; once it has begun it goes on. */
  @Override
  public Completable delete(URI location) {
    return await(() -> delete(locations.key(location)).cache());
  }

  private Completable delete(String key) {
    return new UploadApi(api).delete(key).andThen(descriptions.delete(key));
  }

  /**
   * Checks that an image can be stored now, with this access key, in this bucket: an upload is
   * created and aborted. A look at the bucket would succeed with a key that may only read.
   */
  @Override
  public Completable check() {
    return await(() -> new UploadApi(api).createAndAbort(checkedKey()).cache());
  }

  private String checkedKey() {
    return locations.key("check", UUID.randomUUID().toString(), ImageType.PNG.extension());
  }

  /**
   * Returns an address that lets everybody read an image with no credentials until it expires: for
   * browsers, and for providers that fetch images. Nothing is sent; whether the image exists is not
   * checked. An address signed with temporary credentials expires with them at the latest.
   *
   * @param validity from a second to 7 days; anything else is an {@link
   *     dev.animus4j.failure.AnimusException.InvalidRequest}
   */
  @CheckReturnValue
  public Single<URI> presign(URI location, Duration validity) {
    return observeOnCaller(
            () -> {
              String key = locations.key(location);
              if (validity.getSeconds() < 1 || validity.compareTo(MAX_VALIDITY) > 0) {
                throw S3Failures.invalid("an address is valid from a second to 7 days");
              }
              return api.presign(key, validity).toFlowable();
            })
        .singleOrError();
  }

  /**
   * Streams all images below the prefix, oldest first, as the subscriber requests them: all keys
   * are listed on subscription, and of each image a HEAD is sent when it is due. Images that are
   * stored or deleted meanwhile may be missing.
   */
  @Override
  public Flowable<Stored> list() {
    return observeOnCaller(() -> new ImageListing(api, locations).images());
  }

  private static Completable await(Supplier<Completable> steps) {
    return observeOnCaller(() -> steps.get().<Buffer>toFlowable()).ignoreElements();
  }

  private static <T> Flowable<T> observeOnCaller(Supplier<Flowable<T>> results) {
    return CallerContext.observeOnCaller(FaultIsolation.flowable(results::get), 2);
  }
}
