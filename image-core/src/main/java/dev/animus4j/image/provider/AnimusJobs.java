package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.Limit;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpCall;
import dev.animus4j.resilience.Backoff;
import dev.animus4j.resilience.Retry;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The generations of Animus as its wire has them: ordered, asked after, deleted. Each is told as
 * its states, from the first to the one in which it has ended, and only when something has changed.
 */
record AnimusJobs(Http http, Endpoint endpoint, AnimusPolling polling) {
  private static final int REPEATS = 5;
  private static final int FEW = 8;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** One order; the states of several generations when several pictures make it a batch. */
  Flowable<AnimusState> run(Map<String, Object> order) {
    return Flowable.defer(
        () -> {
          long start = clock().now(NANOSECONDS);
          return sent(endpoint.post("/generation/create", order), AnimusJobs::taken)
              .takeUntil(over(start, new AtomicReference<>(known(null, null))))
              .flattenAsFlowable(generations -> generations)
              .flatMap(first -> limited(states(first), first.id(), start), true);
        });
  }

  /** A generation from a state that is known of it. */
  Flowable<AnimusState> follow(AnimusState first) {
    return limited(states(first), first.id());
  }

  /** A generation of which only the id is known. */
  Flowable<AnimusState> follow(String id) {
    return limited(asked(id), id);
  }

  /** What becomes of each prompt, by its index; some may be missing. */
  Single<Map<Integer, AnimusState>> batch(Map<String, Object> order) {
    return sent(endpoint.post("/generation/batch", order), AnimusJobs::indexed);
  }

  /** One that is gone already is no failure. */
  Completable delete(String id) {
    HttpCall get = endpoint.get("/generation/generations/" + encoded(id));
    HttpCall call =
        new HttpCall(endpoint, HttpMethod.DELETE, get.url(), Map.of(), null, get.accept(), false);
    return sent(call, AnimusJobs::deleted)
        .ignoreElement()
        .onErrorComplete(e -> e instanceof AnimusException no && no.origin().status() == 404);
  }

  private Flowable<AnimusState> states(AnimusState first) {
    if (first.hasEnded()) {
      return Flowable.just(first);
    }
    return first.id().isBlank()
        ? Flowable.error(new AnimusException.Protocol(first.origin(), "no generation id", null))
        : asked(first.id()).startWithItem(first).distinctUntilChanged(AnimusState::step);
  }

  private Flowable<AnimusState> asked(String id) {
    return Flowable.defer(
        () ->
            Flowable.timer(polling.interval().toNanos(), NANOSECONDS, clock())
                .concatMapSingle(tick -> status(id))
                .repeat()
                .takeUntil(AnimusState::hasEnded)
                .distinctUntilChanged(AnimusState::step));
  }

  /** Asking costs nothing, and what is asked after has been paid for. */
  private Single<AnimusState> status(String id) {
    HttpCall call = endpoint.get("/generation/status/" + encoded(id));
    Retry patiently =
        new Retry(
            REPEATS,
            new Backoff.Jittered(polling.interval(), LONGEST_WAIT),
            polling.total(),
            true,
            polling.pace());
    return patiently
        .apply(sent(call, (json, answer) -> AnimusState.of(id, json, answer)))
        .onErrorResumeNext(failure -> Single.error(late(failure, id)));
  }

  private Flowable<AnimusState> limited(Flowable<AnimusState> states, String id) {
    return Flowable.defer(() -> limited(states, id, clock().now(NANOSECONDS)));
  }

  /** What has been heard in time is told, however late it is taken. */
  private Flowable<AnimusState> limited(Flowable<AnimusState> states, String id, long start) {
    AtomicReference<Origin> last = new AtomicReference<>(known(id, null));
    return states
        .doOnNext(state -> last.set(known(state.id(), state.describe())))
        .takeUntil(over(start, last))
        .onBackpressureBuffer(FEW, true, true);
  }

  private Flowable<AnimusState> over(long start, AtomicReference<Origin> last) {
    long left = polling.total().toNanos() - (clock().now(NANOSECONDS) - start);
    return Flowable.timer(left, NANOSECONDS, clock())
        .concatMap(tick -> Flowable.error(timedOut(requireNonNull(last.get()))));
  }

  private Scheduler clock() {
    return polling.pace().scheduler().get();
  }

  private Origin known(@Nullable String id, @Nullable String excerpt) {
    return new Origin(endpoint.provider(), 0, id, excerpt);
  }

  private AnimusException timedOut(Origin last) {
    return new AnimusException.TimedOut(last, Limit.TOTAL, polling.total());
  }

  /** To order once more would be to pay once more. */
  private static Throwable late(Throwable cause, String id) {
    if (cause instanceof AnimusException failure
        && failure.isTransient()
        && !failure.mayHaveRun()) {
      Origin origin = failure.origin();
      Origin known = new Origin(origin.provider(), origin.status(), id, origin.excerpt());
      return new AnimusException.Unavailable(
          known, "the generation cannot be asked after", true, failure);
    }
    return cause;
  }

  private <T> Single<T> sent(HttpCall call, Reading<T> reading) {
    return http.send(
            call,
            answer ->
                answer.json(JsonNode.class).map(json -> reading.of(json, answer)).toFlowable())
        .singleOrError();
  }

  private static List<AnimusState> taken(JsonNode json, Answer answer) {
    return json.path("generation_id").asText("").isBlank() && !json.path("results").isEmpty()
        ? new ArrayList<>(indexed(json, answer).values())
        : List.of(AnimusState.of(json, answer));
  }

  private static Map<Integer, AnimusState> indexed(JsonNode json, Answer answer) {
    Map<Integer, AnimusState> states = new HashMap<>();
    int position = 0;
    for (JsonNode result : json.path("results")) {
      int index = result.path("prompt_index").asInt(position++);
      states.put(index, AnimusState.of(result, answer));
    }
    return states;
  }

  private static JsonNode deleted(JsonNode json, Answer answer) {
    if (!json.path("success").asBoolean(true)) {
      throw answer.failure(json);
    }
    return json;
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }

  private interface Reading<T> {
    T of(JsonNode json, Answer answer);
  }
}
