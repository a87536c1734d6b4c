package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.vertx.MonotonicClock;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs tool calls; each ends exactly once, at the latest after the timeout. */
final class ToolRunner {
  private final Toolset tools;
  private final Duration timeout;
  private final Scheduler clock;
  private final Completable beforeCall;
  private final LongSupplier nanos;

  /** A runner that waits for {@code beforeCall} before each call. */
  ToolRunner(Toolset tools, Duration timeout, Scheduler clock, Completable beforeCall) {
    this.tools = tools;
    this.timeout = timeout;
    this.clock = clock;
    this.beforeCall = beforeCall;
    this.nanos = MonotonicClock.nanos(clock);
  }

  /**
   * The start and the end of this call.
   *
   * @param cut whether it was cut off at the token limit, so that it is not run
   */
  Flowable<ToolRunUpdate> run(ToolCall call, boolean cut) {
    return Flowable.defer(
        () -> {
          long start = nanos.getAsLong();
          Single<String> result = cut ? Single.error(cutError(call)) : result(call);
          return Flowable.<ToolRunUpdate>just(new ToolRunUpdate.Started(call))
              .concatWith(endOf(call, result, start));
        });
  }

  private Single<ToolRunUpdate> endOf(ToolCall call, Single<String> called, long start) {
    return called
        .<ToolRunUpdate>map(
            result -> new ToolRunUpdate.Completed(call, result, elapsedSince(start)))
        .onErrorReturn(
            cause ->
                new ToolRunUpdate.Failed(
                    call, failureMessage(call, cause), elapsedSince(start), cause));
  }

  private Single<String> result(ToolCall call) {
    Single<String> called =
        FaultIsolation.single(() -> callFunction(call))
            .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS, clock, timeoutError(call.name()));
    return beforeCall
        .andThen(called)
        .observeOn(clock)
        .flatMap(result -> result.isBlank() ? blankAnswerError(call.name()) : Single.just(result));
  }

  private Single<String> callFunction(ToolCall call) {
    ToolImplementation function = tools.function(call.name());
    if (function == null) {
      throw invalidRequest("there is no tool \"" + call.name() + "\"");
    }
    return Objects.requireNonNullElseGet(
        function.call(call.withValidArguments()), () -> blankAnswerError(call.name()));
  }

  private static AnimusException invalidRequest(String what) {
    return new AnimusException.InvalidRequest(FailureOrigin.of("animus4j"), what);
  }

  private static AnimusException cutError(ToolCall call) {
    return invalidRequest(
        call.name() + ": the call was cut off at the maximum of tokens, and was not run");
  }

  private Single<String> timeoutError(String name) {
    return Single.error(
        () ->
            new AnimusException.TimedOut(
                FailureOrigin.of(name), AnimusException.Limit.TOTAL, timeout));
  }

  private static Single<String> blankAnswerError(String name) {
    return Single.error(
        () -> new AnimusException.Protocol(FailureOrigin.of(name), "it answered nothing", null));
  }

  /**
   * The failure as sent to the model, and so perhaps to the user: only its kind. The message of an
   * {@link AnimusException.InvalidRequest} is forModel for the model, unless it comes from a
   * provider.
   */
  private String failureMessage(ToolCall call, Throwable cause) {
    if (tools.function(call.name()) == null) {
      return "The call failed. " + tools.unknown(call.name());
    }
    boolean forModel =
        cause instanceof AnimusException.InvalidRequest invalid
            && invalid.origin().status() == 0
            && invalid.origin().excerpt() == null;
    return "The call failed. " + (forModel ? cause.getMessage() : failureReason(cause));
  }

  private static String failureReason(Throwable cause) {
    if (cause instanceof AnimusException.TimedOut) {
      return "It took too long.";
    } else if (cause instanceof AnimusException.ContentPolicy) {
      return "A content policy does not allow it.";
    } else if (cause instanceof AnimusException.InvalidRequest) {
      return "It cannot be done with these arguments.";
    }
    boolean transientFailure = cause instanceof AnimusException known && known.isTransient();
    return transientFailure ? "It may work later." : "It does not work.";
  }

  private Duration elapsedSince(long start) {
    return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start));
  }
}
