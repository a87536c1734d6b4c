package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.failure.UnfetchedImage;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.WebAddress;
import dev.animus4j.image.ReferenceImage;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.resilience.Backoff;
import dev.animus4j.resilience.Retry;
import dev.animus4j.resilience.SchedulerAndRandom;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Downloads an image from where its provider published it. The address comes from a response and is
 * not trusted: so it is requested without credentials, over http or https, and only within {@link
 * dev.animus4j.http.HttpOptions#addressPolicy()}, unless it is on the provider's own host. At most
 * three redirects are followed, under the same conditions.
 *
 * @param http the HTTP client
 * @param provider the endpoint of the provider; its timeouts apply to each request
 * @param retry how often an image is requested again that is not there yet, breaks off, or cannot
 *     be had for now; it is paid for, and its download costs nothing
 */
public record ImageDownload(Http http, Endpoint provider, Retry retry) {
  private static final int REDIRECTS = 3;
  private static final int RETRIES = 6;

  /** The bytes that tell an image from a page, and those that are looked at. */
  private static final int ENOUGH = 12;

  private static final int HEAD = 400;
  private static final long MAX_REFERENCE_BYTES = 32L << 20;
  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration MAX_DELAY = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Lets the retry repeat paid work: a download costs nothing. */
  public ImageDownload {
    retry = retry.withRepeatsPaidWork(true);
  }

  /** Creates downloads with {@link #defaultRetry}. */
  public ImageDownload(Http http, Endpoint provider) {
    this(http, provider, defaultRetry());
  }

  /** Six retries within 30 seconds: content networks take some seconds to know a new image. */
  public static Retry defaultRetry() {
    Backoff backoff = new Backoff.Jittered(FIRST_DELAY, MAX_DELAY);
    return new Retry(RETRIES, backoff, PATIENCE, true, false, SchedulerAndRandom.realTime());
  }

  /** Returns these downloads with another endpoint of the provider. */
  public ImageDownload withProvider(Endpoint provider) {
    return new ImageDownload(http, provider, retry);
  }

  /** Returns these downloads with other retries. */
  public ImageDownload withRetry(Retry retry) {
    return new ImageDownload(http, provider, retry);
  }

  /**
   * Downloads an image into a store, again and again within the retry. The last failure names the
   * address, {@link FailureOrigin#published}, and may have run.
   */
  public Single<ImageStore.Stored> save(URI url, ImageStore store, String model) {
    Single<Notification<ImageStore.Stored>> attempt =
        Single.defer(
            () -> {
              AtomicBoolean fetchFailed = new AtomicBoolean();
              Flowable<Buffer> file = bytes(url).doOnError(failure -> fetchFailed.set(true));
              return FaultIsolation.single(() -> store.write(model, file))
                  .map(Notification::createOnNext)
                  .onErrorResumeNext(failure -> failedAttempt(failure, fetchFailed.get()));
            });
    return retry
        .apply(attempt)
        .flatMap(ImageDownload::result)
        .onErrorResumeNext(failure -> Single.error(withAddress(failure, url)));
  }

  /**
   * Downloads an image of at most 32 MiB for a request that is to use it, such as a logo; within
   * the retry.
   */
  public Single<ReferenceImage> reference(URI address) {
    return retry.apply(
        Single.defer(
            () -> {
              ImageInspector inspector = new ImageInspector(MAX_REFERENCE_BYTES);
              Flowable<Buffer> whole = bytes(address).doOnNext(inspector::inspect);
              return ReferenceImage.read(whole).doOnSuccess(read -> inspector.finish());
            }));
  }

  /** Fails when there is a point in another attempt: not for a store that fails. */
  private static Single<Notification<ImageStore.Stored>> failedAttempt(
      Throwable failure, boolean fetchFailed) {
    boolean ofFile = failure instanceof AnimusException && failure.getCause() == null;
    return fetchFailed || ofFile
        ? Single.error(failure)
        : Single.just(Notification.createOnError(failure));
  }

  private static Single<ImageStore.Stored> result(Notification<ImageStore.Stored> last) {
    return last.getError() == null
        ? Single.just(Objects.requireNonNull(last.getValue()))
        : Single.error(last.getError());
  }

  private static Throwable withAddress(Throwable failure, URI url) {
    return failure instanceof AnimusException known ? UnfetchedImage.of(known, url) : failure;
  }

  /** Streams the file as it arrives, once; its size is limited by the reader. */
  public Flowable<Buffer> bytes(URI url) {
    return Flowable.defer(
        () -> {
          Buffer head = Buffer.buffer();
          return new DownloadHop(http, provider, url)
              .bytes(REDIRECTS)
              .doOnNext(piece -> requireNoPage(head, piece));
        });
  }

  /**
   * Resolves the address of an image.
   *
   * @param answer the address of the response that contains it
   * @throws AnimusException.Protocol when it must not be fetched
   */
  public static URI resolve(String url, URI answer, FailureOrigin publisher) {
    return WebAddress.resolve(answer, url)
        .orElseThrow(
            () ->
                new AnimusException.Protocol(
                    publisher, "the picture has no http(s) address", null));
  }

  /** A host may say with a page that it does not know the image yet. */
  private void requireNoPage(Buffer head, Buffer piece) {
    if (head.length() >= ENOUGH) {
      return;
    }
    head.appendBuffer(piece, 0, Math.min(piece.length(), HEAD - head.length()));
    if (head.length() >= ENOUGH && ImageType.isPage(head)) {
      FailureOrigin host = FailureOrigin.of(DownloadHop.hostName(provider));
      String what = "a page came in place of the picture";
      throw new AnimusException.Unavailable(host, what, true, (Duration) null);
    }
  }
}
