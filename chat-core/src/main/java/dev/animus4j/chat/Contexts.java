package dev.animus4j.chat;

import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.EventLoops;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A few event loop contexts among which conversations are spread by their ids. */
final class Contexts implements Function<String, Scheduler> {
  private final List<ContextScheduler> schedulers;

  Contexts(Vertx vertx) {
    this.schedulers =
        IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> new ContextScheduler(EventLoops.context(vertx)))
            .toList();
  }

  @Override
  public Scheduler apply(String conversationId) {
    return schedulers.get(Math.floorMod(conversationId.hashCode(), schedulers.size()));
  }
}
