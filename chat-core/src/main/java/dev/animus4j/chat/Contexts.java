package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A few event loop contexts among which conversations are spread by their ids. */
final class Contexts implements Function<String, Scheduler> {
  private final List<ContextScheduler> schedulers;

  Contexts(Vertx vertx) {
    // Vert.x makes event loop contexts for verticles and servers only; its extension API makes
    // more.
    VertxInternal internal = (VertxInternal) vertx;
    this.schedulers =
        IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> new ContextScheduler(internal.createEventLoopContext()))
            .toList();
  }

  @Override
  public Scheduler apply(String conversationId) {
    return schedulers.get(Math.floorMod(conversationId.hashCode(), schedulers.size()));
  }
}
