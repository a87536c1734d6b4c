package dev.animus4j.http;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Log of one attempt at a call. Bodies are kept up to a limit only. */
final class AttemptLog {
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  private final HttpCall call;
  private final RequestSecrets secrets;
  private final HttpLog log;
  private final long number = ATTEMPTS.incrementAndGet();
  private final LoggedText body;
  private final long start = System.nanoTime();
  private @Nullable ResponseHead head;
  private Duration firstByte = Duration.ZERO;

  private AttemptLog(HttpCall call, RequestSecrets secrets, HttpLog log) {
    this.call = call;
    this.secrets = secrets;
    this.log = log;
    this.body = new LoggedText(secrets);
  }

  /** Returns the log of an attempt; null when nothing is logged. */
  static @Nullable AttemptLog of(HttpCall call, RequestSecrets secrets, HttpLog log) {
    return log.equals(HttpLog.none()) ? null : new AttemptLog(call, secrets, log);
  }

  void request(RequestOptions request) {
    LoggedText text = new LoggedText(secrets);
    Buffer written = call.encodeBody();
    String url = secrets.redact(call.url().toString());
    Map<String, String> headers =
        headers(
            Objects.requireNonNullElseGet(request.getHeaders(), MultiMap::caseInsensitiveMultiMap));
    emit(
        new HttpLogEvent.Request(
            number,
            call.method().name(),
            url,
            headers,
            written == null ? "" : text.add(written).toString()));
  }

  /** Logs the head of the response, and the body as it is read. */
  Flowable<Buffer> response(ResponseHead head, Flowable<Buffer> pieces) {
    this.head = head;
    this.firstByte = sinceStart();
    return pieces.doOnNext(body::add);
  }

  /** Logs the end of these events. */
  <T> Flowable<T> observe(Flowable<T> events) {
    return events
        .doOnComplete(this::response)
        .doOnError(this::failure)
        .doOnCancel(() -> failure(cancelled()));
  }

  private void response() {
    if (head != null) {
      emit(
          new HttpLogEvent.Response(
              number,
              head.status(),
              headers(head.headers()),
              body.toString(),
              firstByte,
              sinceStart()));
    }
  }

  private void failure(Throwable cause) {
    response();
    emit(new HttpLogEvent.Failure(number, secrets.redact(cause), sinceStart()));
  }

  private AnimusException cancelled() {
    FailureOrigin origin = FailureOrigin.of(call.endpoint().provider());
    return new AnimusException.Cancelled(origin, "the caller left");
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Map<String, String> headers(MultiMap headers) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : headers.names()) {
      String value = String.join(", ", headers.getAll(name));
      texts.put(name, RequestSecrets.isSecret(name) ? "…" : secrets.redact(value));
    }
    return texts;
  }

  /** Faults of a log never disturb a call. */
  private void emit(HttpLogEvent event) {
    try {
      log.log(event);
    } catch (RuntimeException | LinkageError | StackOverflowError ignored) {
      // there is nobody to tell
    }
  }
}
