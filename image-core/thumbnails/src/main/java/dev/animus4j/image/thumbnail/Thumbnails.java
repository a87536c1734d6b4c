package dev.animus4j.image.thumbnail;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.resilience.InFlightByteLimiter;
import dev.animus4j.vertx.CallerContext;
import io.reactivex.rxjava3.annotations.CheckReturnValue;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/**
 * Thumbnails of the images of a store: PNG, JPEG, GIF (its first frame) and WebP. A JPEG is turned
 * the way up that its EXIF orientation says. A thumbnail is a JPEG, or a PNG if it has transparent
 * parts, without the metadata of the image.
 *
 * <p>Images are decoded on RxJava's io threads, never on an event loop, and need no display. How
 * large one is, is read from its header before it is decoded: one of more than 50 million pixels is
 * refused, and those that are decoded at the same time have 64 million pixels at most; others wait
 * in their order.
 */
public final class Thumbnails {
  private static final long MAX_PIXELS = 50_000_000;
  private static final int BYTES_PER_PIXEL = 4;
  private static final long BYTES_IN_FLIGHT = 256L << 20;
  private static final int MAX_SIDE = 4096;

  private final ImageStore source;
  private final ImageStore target;
  private final long maxPixels;
  private final InFlightByteLimiter byteLimiter;

  private Thumbnails(
      ImageStore source, ImageStore target, long maxPixels, InFlightByteLimiter byteLimiter) {
    this.source = source;
    this.target = target;
    this.maxPixels = maxPixels;
    this.byteLimiter = byteLimiter;
  }

  /**
   * Creates thumbnails of the images of this store, which are stored there too: as images like the
   * others.
   */
  public static Thumbnails create(ImageStore store) {
    return new Thumbnails(store, store, MAX_PIXELS, new InFlightByteLimiter(BYTES_IN_FLIGHT));
  }

  /** Returns the same, storing thumbnails in another store. */
  public Thumbnails withTarget(ImageStore target) {
    return new Thumbnails(source, target, maxPixels, byteLimiter);
  }

  /** Returns the same for images of at most so many pixels; larger ones are refused. */
  public Thumbnails withMaxPixels(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be positive: " + maxPixels);
    }
    return new Thumbnails(source, target, maxPixels, byteLimiter);
  }

  /**
   * Stores a thumbnail of an image, of its proportions. An image that is small enough keeps its
   * size. Nothing happens before subscription, and every subscription stores another one.
   *
   * @param location an image of the source
   * @param maxSide the largest width and height in pixels, from 1 to 4096
   * @return where the thumbnail is stored, and its format; fails with {@link
   *     dev.animus4j.failure.AnimusException.InvalidRequest} when there is no such image, when it
   *     is too large, of another type, such as AVIF, or damaged
   */
  @CheckReturnValue
  public Single<Stored> thumbnail(URI location, int maxSide) {
    if (maxSide < 1 || maxSide > MAX_SIDE) {
      return Single.error(
          () -> failure("a thumbnail has from 1 to " + MAX_SIDE + " pixels a side"));
    }
    Flowable<Stored> thumbnail =
        FaultIsolation.flowable(
            () ->
                source
                    .find(location)
                    .switchIfEmpty(Single.error(() -> failure("there is no such picture")))
                    .flatMapPublisher(image -> reserve(image, maxSide)));
    return CallerContext.observeOnCaller(thumbnail).singleOrError();
  }

  private Flowable<Stored> reserve(Image image, int maxSide) {
    long pixels = (long) image.format().width() * image.format().height();
    if (pixels > maxPixels) {
      throw failure("the picture has " + pixels + " pixels, more than " + maxPixels);
    }
    ImageDecoder decoder = ImageDecoder.of(image.format().mediaType(), maxPixels);
    return byteLimiter.reserve(
        BYTES_PER_PIXEL * pixels,
        place ->
            source
                .readAll(image.location())
                .observeOn(Schedulers.io())
                .map(file -> FaultIsolation.call(() -> encode(decoder, file, maxSide)))
                .flatMap(file -> target.write("thumbnail", Flowable.just(file)))
                .toFlowable());
  }

  private static Buffer encode(ImageDecoder decoder, Buffer file, int maxSide) {
    return ThumbnailEncoder.encode(decoder.decode(file, maxSide), maxSide);
  }

  static AnimusException failure(String what) {
    return new AnimusException.InvalidRequest(FailureOrigin.of("thumbnails"), what);
  }
}
