package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Supplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All that is asked of models, as the client asks. */
final class Calls {
  private final World world;
  private final List<Call> chat = new ArrayList<>();
  private final List<Call> images = new ArrayList<>();
  private final List<Call> tools = new ArrayList<>();

  Calls(World world) {
    this.world = world;
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
          Call call = new Call(send, world.now());
          calls.add(call);
          world.guarded(() -> judgeBegun(call, calls));
          return new Watch<P>(world, call, () -> calls.remove(call)).of(answer);
        });
  }

  private void judgeBegun(Call call, List<Call> calls) {
    Send send = call.send();
    boolean closed = world.clients().isClosed() && calls == images;
    Rule.that(!closed, "a picture is asked for, and the client is closed");
    if (send == null) {
      return;
    }
    boolean late = send.wasStoppedBefore(world.now()) && calls != images;
    Rule.that(!late, "%s was stopped, and a model asked after that", send);
    Story story = send.story();
    Rule.that(story != null, "a model was asked before %s was announced", send);
    if (calls != tools) {
      Rule.known(story, "the exchange").asks(call, calls == images);
    }
  }

  /** How many are being answered. */
  int open() {
    return chat.size() + images.size() + tools.size();
  }

  /** Nobody is waited for longer than was agreed. */
  void judge() {
    for (Call call : chat) {
      judgeAnswer(call, world.now());
    }
    images.forEach(call -> judgeAge(call, options -> options.deadlines().image()));
    tools.forEach(call -> judgeAge(call, o -> o.template().features().toolLimits().timeout()));
  }

  private void judgeAge(Call call, Function<ChatOptions, Duration> limit) {
    Send send = call.send();
    if (send != null) {
      long most = limit.apply(send.options()).toMillis();
      Rule.that(call.age(world.now()) <= most, "it takes too long: %s", send);
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
