package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.TokenCounter;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import org.jspecify.annotations.Nullable;

/** Unusual token counters, which are valid all the same; they may throw. */
record RandomTokenCounter(TokenCounter counter, SimulatedWorld world) implements TokenCounter {

  static RandomTokenCounter random(SimulatedWorld simulatedWorld) {
    TokenCounter counter =
        switch (simulatedWorld.random().upToInclusive(6)) {
          case 0 -> (message, model) -> 0;
          case 1 -> (message, model) -> 1;
          case 2 -> (message, model) -> Integer.MAX_VALUE;
          case 3 -> (message, model) -> message.content().hashCode() & 0xff;
          case 4 -> (message, model) -> message.role() == Role.USER ? 1 : 500;
          case 5 -> (message, model) -> message.content().length();
          default -> TokenCounter.estimate();
        };
    return new RandomTokenCounter(counter, simulatedWorld);
  }

  @Override
  public int count(Message message, @Nullable String model) {
    world.injectedErrors().maybeThrow("a token counter", 100, world.registry().send(model));
    return counter.count(message, model);
  }

  /** The count without injected errors. */
  static int of(TokenCounter counter, HistoryEntry entry) {
    return counter instanceof RandomTokenCounter ours
        ? ours.counter.count(entry.message(), null)
        : counter.count(entry.message(), null);
  }
}
