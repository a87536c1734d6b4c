package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All that is asked of models, as the client asks. */
final class Calls {
  private final VirtualTime time;
  private final Consumer<Runnable> guard;
  private final List<Call> chat = new ArrayList<>();
  private final List<Call> images = new ArrayList<>();
  private final List<Call> tools = new ArrayList<>();

  /**
   * @param guard does what may find a rule broken
   */
  Calls(VirtualTime time, Consumer<Runnable> guard) {
    this.time = time;
    this.guard = guard;
  }

  <P> Flowable<P> chat(@Nullable Send send, Supplier<Flowable<P>> answer) {
    return watched(send, answer, chat);
  }

  <P> Flowable<P> image(@Nullable Send send, Supplier<Flowable<P>> answer) {
    return watched(send, answer, images);
  }

  <T> Single<T> tool(@Nullable Send send, Supplier<Single<T>> answer) {
    return watched(send, () -> answer.get().toFlowable(), tools).firstOrError();
  }

  private <P> Flowable<P> watched(
      @Nullable Send send, Supplier<Flowable<P>> answer, List<Call> calls) {
    return Flowable.defer(
        () -> {
          Call call = new Call(send, time.millis());
          calls.add(call);
          guard.accept(() -> judgeBegun(call, calls));
          return Flowable.defer(answer::get)
              .doOnNext(part -> call.heard(part, time.millis()))
              .doOnError(call::failed)
              .doFinally(() -> ended(call, calls));
        });
  }

  private void judgeBegun(Call call, List<Call> calls) {
    Send send = call.send();
    if (send == null) {
      return;
    }
    boolean late = send.wasStoppedBefore(time.millis()) && calls != images;
    Rule.that(!late, "%s was stopped, and a model asked after that", send);
    Story story = send.story();
    Rule.that(story != null, "a model was asked before %s was announced", send);
    if (calls != tools) {
      Objects.requireNonNull(story).asks(call, calls == images);
    }
  }

  private static void ended(Call call, List<Call> calls) {
    call.ended();
    calls.remove(call);
  }

  /** How many are being answered. */
  int open() {
    return chat.size() + images.size() + tools.size();
  }

  /** Nobody is waited for longer than was agreed. */
  void judge() {
    for (Call call : chat) {
      judgeAnswer(call, time.millis());
    }
    images.forEach(call -> judgeAge(call, options -> options.deadlines().image()));
    tools.forEach(call -> judgeAge(call, o -> o.template().features().toolLimits().timeout()));
  }

  private void judgeAge(Call call, Function<ChatOptions, Duration> limit) {
    Send send = call.send();
    if (send != null) {
      long most = limit.apply(send.options()).toMillis();
      Rule.that(call.age(time.millis()) <= most, "it takes too long: %s", send);
    }
  }

  private static void judgeAnswer(Call call, long now) {
    if (call.send() == null) {
      return;
    }
    Deadlines limits = call.send().options().deadlines();
    long silence = (call.spoke() ? limits.gap() : limits.firstToken()).toMillis();
    Rule.that(call.silence(now) <= silence, "the answer to %s hangs", call.send());
    Rule.that(call.age(now) <= limits.reply().toMillis(), "too long: %s", call.send());
  }
}
