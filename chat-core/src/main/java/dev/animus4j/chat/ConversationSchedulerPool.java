package dev.animus4j.chat;

import dev.animus4j.vertx.ContextScheduler;
import dev.animus4j.vertx.VerticleFreeContexts;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Event loop contexts to which conversations are assigned by their ids. */
final class ConversationSchedulerPool implements Function<String, Scheduler> {
  private final List<ContextScheduler> schedulers;

  ConversationSchedulerPool(Vertx vertx) {
    this.schedulers =
        IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> new ContextScheduler(VerticleFreeContexts.create(vertx)))
            .toList();
  }

  @Override
  public Scheduler apply(String conversationId) {
    return schedulers.get(Math.floorMod(conversationId.hashCode(), schedulers.size()));
  }
}
