package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.vertx.ElapsedTime;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs one call after the other; whatever happens in it, it has one end, and that is in time. */
final class ToolRun {
  private final Toolset tools;
  private final Duration timeout;
  private final Scheduler clock;
  private final LongSupplier nanos;

  ToolRun(Toolset tools, Duration timeout, Scheduler clock) {
    this.tools = tools;
    this.timeout = timeout;
    this.clock = clock;
    this.nanos = ElapsedTime.nanos(clock);
  }

  /** The start and the end of this call. */
  Flowable<ToolPart> of(ToolCall call) {
    return Flowable.defer(
        () -> {
          long start = nanos.getAsLong();
          return Flowable.<ToolPart>just(new ToolPart.Started(call)).concatWith(end(call, start));
        });
  }

  private Single<ToolPart> end(ToolCall call, long start) {
    return answer(call)
        .<ToolPart>map(answer -> new ToolPart.Completed(call, answer, since(start)))
        .onErrorReturn(cause -> new ToolPart.Failed(call, told(cause), since(start), cause));
  }

  private Single<String> answer(ToolCall call) {
    return Isolation.single(() -> begun(call))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS, clock, late(call.name()))
        .observeOn(clock)
        .flatMap(answer -> answer.isBlank() ? silent(call.name()) : Single.just(answer));
  }

  private Single<String> begun(ToolCall call) {
    ToolFunction function = tools.function(call.name());
    if (function == null) {
      String what = "there is no tool \"" + call.name() + "\"";
      throw new AnimusException.InvalidRequest(Origin.of("animus4j"), what);
    }
    return Objects.requireNonNullElseGet(function.call(call.checked()), () -> silent(call.name()));
  }

  private Single<String> late(String name) {
    return Single.error(
        () -> new AnimusException.TimedOut(Origin.of(name), AnimusException.Limit.TOTAL, timeout));
  }

  private static Single<String> silent(String name) {
    return Single.error(
        () -> new AnimusException.Protocol(Origin.of(name), "it answered nothing", null));
  }

  /**
   * What the model may know, and so the user: what kind of failure it is. What a tool says with
   * {@link AnimusException.InvalidRequest} is meant for the model, unless it is a provider that
   * said so.
   */
  private static String told(Throwable cause) {
    boolean meant =
        cause instanceof AnimusException.InvalidRequest told
            && told.origin().status() == 0
            && told.origin().excerpt() == null;
    return "The call failed. " + (meant ? cause.getMessage() : kind(cause));
  }

  private static String kind(Throwable cause) {
    if (cause instanceof AnimusException.TimedOut) {
      return "It took too long.";
    } else if (cause instanceof AnimusException.ContentPolicy) {
      return "A content policy does not allow it.";
    } else if (cause instanceof AnimusException.InvalidRequest) {
      return "It cannot be done with these arguments.";
    }
    boolean passing = cause instanceof AnimusException known && known.isTransient();
    return passing ? "It may work later." : "It does not work.";
  }

  private Duration since(long start) {
    return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start));
  }
}
