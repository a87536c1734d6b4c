package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.EventLoops;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer outside 2xx. What its body says is worth having, but not worth waiting for. */
record Refusal(HttpCall call, Answer answer) {
  private static final int MOST = 64 * 1024;
  private static final long PATIENCE_MS = 2000;

  Single<AnimusException> failure() {
    return beginning().map(this::described).map(call.endpoint().failures()::of);
  }

  private Single<Buffer> beginning() {
    return answer
        .bytes()
        .scanWith(Buffer::buffer, Buffer::appendBuffer)
        .takeUntil(read -> read.length() >= MOST)
        .takeUntil(patience())
        .onErrorComplete()
        .last(Buffer.buffer());
  }

  private Flowable<Long> patience() {
    long gap = call.endpoint().timeouts().gap().toMillis();
    Scheduler scheduler = new ContextScheduler(EventLoops.beside(Vertx.currentContext()));
    return Flowable.timer(Math.min(PATIENCE_MS, gap), TimeUnit.MILLISECONDS, scheduler);
  }

  private ErrorAnswer described(Buffer bytes) {
    JsonNode json = json(bytes);
    String text =
        json == null ? ErrorText.of(answer.mediaType(), bytes.toString()) : ErrorText.of(json);
    return answer.head().refusal(call.endpoint().provider(), json, text);
  }

  private @Nullable JsonNode json(Buffer bytes) {
    try {
      return bytes.length() == 0 ? null : Json.read(bytes, JsonNode.class, answer.origin());
    } catch (AnimusException.Protocol e) {
      return null;
    }
  }
}
