package dev.animus4j.image.s3;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Read of one object, which goes on where a connection broke, as long as the object is the same.
 */
final class ObjectRead {
  private static final int PARTIAL_CONTENT = 206;
  private static final Duration MAX_TIME = Duration.ofDays(1);

  private final S3Api api;
  private final String key;
  private @Nullable String etag;
  private long length = -1;
  private long received;

  ObjectRead(S3Api api, String key) {
    this.api = api;
    this.key = key;
  }

  /** However slow the reader is: the retries are counted, not the time they begin at. */
  Flowable<Buffer> bytes() {
    Retry retry = api.options().retry().withTimeout(MAX_TIME);
    return retry.apply(Flowable.defer(this::rest), piece -> false, null);
  }

  private Flowable<Buffer> rest() {
    return length >= 0 && received == length
        ? Flowable.empty()
        : api.stream(request(), this::content);
  }

  private S3Request request() {
    S3Request request = S3Request.of(HttpMethod.GET, key);
    if (received == 0 || etag == null) {
      return request;
    }
    return request.withHeader("Range", "bytes=" + received + "-").withHeader("If-Match", etag);
  }

  private Flowable<Buffer> content(StreamedResponse response) {
    if (received == 0) {
      etag = response.header("ETag");
      length = contentLength(response);
    } else if (!resumes(response)) {
      return Flowable.error(cannotResume(response));
    }
    return response.bytes().doOnNext(piece -> received += piece.length());
  }

  private boolean resumes(StreamedResponse response) {
    String range = response.header("Content-Range");
    return response.status() == PARTIAL_CONTENT
        && range != null
        && range.startsWith("bytes " + received + "-");
  }

  private static AnimusException cannotResume(StreamedResponse response) {
    return S3Failures.unusable(
        response.origin(), "the picture was cut short, and the server cannot send the rest");
  }

  private static long contentLength(StreamedResponse response) {
    String length = response.header("Content-Length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }
}
