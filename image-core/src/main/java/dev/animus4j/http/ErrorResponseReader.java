package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.VerticleFreeContexts;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a response outside 2xx: at most 64 KiB of its body, for at most 2 s. */
record ErrorResponseReader(HttpCall call, StreamedResponse response) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final long TIMEOUT_MS = 2000;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  Single<AnimusException> failure() {
    return response.status() == PROXY_AUTHENTICATION_REQUIRED
        ? Single.just(ConnectionFailures.proxyAuthentication(response.origin(), null))
        : firstBytes().map(this::toErrorResponse).map(call.endpoint().failures()::toException);
  }

  private Single<Buffer> firstBytes() {
    return response
        .bytes()
        .scanWith(Buffer::buffer, Buffer::appendBuffer)
        .takeUntil(read -> read.length() >= MAX_BYTES)
        .takeUntil(timeout())
        .onErrorComplete()
        .last(Buffer.buffer());
  }

  private Flowable<Long> timeout() {
    long gap = call.endpoint().timeouts().gap().toMillis();
    Scheduler scheduler =
        new ContextScheduler(VerticleFreeContexts.sibling(Vertx.currentContext()));
    return Flowable.timer(Math.min(TIMEOUT_MS, gap), TimeUnit.MILLISECONDS, scheduler);
  }

  private ErrorResponse toErrorResponse(Buffer bytes) {
    JsonNode json = json(bytes);
    String text =
        json == null
            ? ErrorMessageExtractor.of(response.mediaType(), bytes.toString())
            : ErrorMessageExtractor.of(json);
    return response.head().errorResponse(json, text);
  }

  private @Nullable JsonNode json(Buffer bytes) {
    try {
      return bytes.length() == 0 ? null : Json.read(bytes, JsonNode.class, response.origin());
    } catch (AnimusException notJson) {
      return xml(bytes);
    }
  }

  /** Reads the {@code <Error>} of a storage service; null for any other XML, such as a page. */
  private @Nullable JsonNode xml(Buffer bytes) {
    if (!Xml.isDocument(bytes)) {
      return null;
    }
    try {
      JsonNode document = Xml.read(bytes, response.origin());
      return document.path("error").isObject() ? document : null;
    } catch (AnimusException notXml) {
      return null;
    }
  }
}
