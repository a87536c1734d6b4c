package dev.animus4j.image.provider.animus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.resilience.Backoff;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * HTTP API of the generations of Animus: create, poll, delete. For each it emits its status, from
 * the first to the last, whenever it has changed.
 */
record AnimusGenerationsApi(Http http, Endpoint endpoint, AnimusPollingOptions polling) {
  private static final int RETRIES = 5;
  private static final int BUFFER_SIZE = 8;
  private static final Duration MAX_DELAY = Duration.ofSeconds(30);

  /** Creates a generation; emits the status of several when several images make it a batch. */
  Flowable<AnimusGenerationStatus> create(Map<String, Object> body) {
    return Flowable.defer(
        () -> {
          long start = clock().now(NANOSECONDS);
          return send(endpoint.post("/generation/create", body), AnimusGenerationsApi::readCreated)
              .takeUntil(deadline(start, new AtomicReference<>(failureOrigin(null, null))))
              .flattenAsFlowable(generations -> generations)
              .flatMap(first -> withDeadline(statuses(first), first.id(), start), true);
        });
  }

  /** Follows a generation from a known status on. */
  Flowable<AnimusGenerationStatus> follow(AnimusGenerationStatus first) {
    return withDeadline(statuses(first), first.id());
  }

  /** Follows a generation of which only the id is known. */
  Flowable<AnimusGenerationStatus> follow(String id) {
    return withDeadline(polledStatuses(id), id);
  }

  /** Creates a batch; emits the first status of each prompt, by its index; some may be missing. */
  Single<Map<Integer, AnimusGenerationStatus>> batch(Map<String, Object> body) {
    return send(endpoint.post("/generation/batch", body), AnimusGenerationsApi::readBatch);
  }

  /** Deletes a generation; one that is gone already is no failure. */
  Completable delete(String id) {
    HttpCall call = endpoint.delete("/generation/generations/" + urlEncode(id));
    return send(call, AnimusGenerationsApi::checkDeleted)
        .ignoreElement()
        .onErrorComplete(e -> e instanceof AnimusException no && no.origin().status() == 404);
  }

  private Flowable<AnimusGenerationStatus> statuses(AnimusGenerationStatus first) {
    if (first.hasEnded()) {
      return Flowable.just(first);
    }
    return first.id().isBlank()
        ? Flowable.error(new AnimusException.Protocol(first.origin(), "no generation id", null))
        : polledStatuses(first.id())
            .startWithItem(first)
            .distinctUntilChanged(AnimusGenerationStatus::changeKey);
  }

  private Flowable<AnimusGenerationStatus> polledStatuses(String id) {
    return Flowable.defer(() -> polledStatuses(id, new PollPatience()));
  }

  private Flowable<AnimusGenerationStatus> polledStatuses(String id, PollPatience patience) {
    return Flowable.timer(polling.interval().toNanos(), NANOSECONDS, clock())
        .concatMapMaybe(
            tick ->
                status(id).toMaybe().onErrorComplete(patience::isUnknownYet).map(patience::accept))
        .repeat()
        .takeUntil(AnimusGenerationStatus::hasEnded)
        .distinctUntilChanged(AnimusGenerationStatus::changeKey);
  }

  /** Polls once. Polls are retried even if they may have run: polling is free. */
  private Single<AnimusGenerationStatus> status(String id) {
    HttpCall call = endpoint.get("/generation/status/" + urlEncode(id));
    Backoff backoff = new Backoff.Jittered(polling.interval(), MAX_DELAY);
    Retry retry = new Retry(RETRIES, backoff, polling.total(), true, false, polling.timing());
    return retry
        .apply(
            send(call, (json, response) -> AnimusGenerationStatus.of(id, json, response))
                .onErrorResumeNext(failure -> Single.error(GenerationFailure.ofPoll(failure))))
        .onErrorResumeNext(failure -> Single.error(GenerationFailure.of(failure, id)));
  }

  private Flowable<AnimusGenerationStatus> withDeadline(
      Flowable<AnimusGenerationStatus> states, String id) {
    return Flowable.defer(() -> withDeadline(states, id, clock().now(NANOSECONDS)));
  }

  /** A status that was received in time is emitted, however late it is requested. */
  private Flowable<AnimusGenerationStatus> withDeadline(
      Flowable<AnimusGenerationStatus> states, String id, long start) {
    AtomicReference<FailureOrigin> last = new AtomicReference<>(failureOrigin(id, null));
    return states
        .doOnNext(state -> last.set(failureOrigin(state.id(), state.describe())))
        .takeUntil(deadline(start, last))
        .onBackpressureBuffer(BUFFER_SIZE, true, true);
  }

  private Flowable<AnimusGenerationStatus> deadline(
      long start, AtomicReference<FailureOrigin> last) {
    long remaining = polling.total().toNanos() - (clock().now(NANOSECONDS) - start);
    return Flowable.timer(remaining, NANOSECONDS, clock())
        .concatMap(tick -> Flowable.error(timeoutFailure(requireNonNull(last.get()))));
  }

  private Scheduler clock() {
    return polling.timing().scheduler().get();
  }

  private FailureOrigin failureOrigin(@Nullable String id, @Nullable String excerpt) {
    return new FailureOrigin(endpoint.provider(), 0, id, excerpt);
  }

  private AnimusException timeoutFailure(FailureOrigin last) {
    return new AnimusException.TimedOut(last, Limit.TOTAL, polling.total());
  }

  private <T> Single<T> send(HttpCall call, ResponseParser<T> responseParser) {
    return http.send(
            call,
            response ->
                response
                    .json(JsonNode.class)
                    .map(json -> responseParser.parse(json, response))
                    .toFlowable())
        .singleOrError();
  }

  private static List<AnimusGenerationStatus> readCreated(
      JsonNode json, StreamedResponse response) {
    return json.path("generation_id").asText("").isBlank() && !json.path("results").isEmpty()
        ? new ArrayList<>(readBatch(json, response).values())
        : List.of(AnimusGenerationStatus.of(json, response));
  }

  private static Map<Integer, AnimusGenerationStatus> readBatch(
      JsonNode json, StreamedResponse response) {
    Map<Integer, AnimusGenerationStatus> states = new HashMap<>();
    int position = 0;
    for (JsonNode result : json.path("results")) {
      int index = result.path("prompt_index").asInt(position++);
      states.put(index, AnimusGenerationStatus.of(result, response));
    }
    return states;
  }

  private static JsonNode checkDeleted(JsonNode json, StreamedResponse response) {
    if (!json.path("success").asBoolean(true)) {
      throw response.failure(json);
    }
    return json;
  }

  private static String urlEncode(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  private interface ResponseParser<T> {
    T parse(JsonNode json, StreamedResponse response);
  }
}
