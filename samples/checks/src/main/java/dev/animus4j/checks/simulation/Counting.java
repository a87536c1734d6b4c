package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.TokenCounter;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import org.jspecify.annotations.Nullable;

/** Counters that nobody would write, and are right all the same; they may throw. */
record Counting(TokenCounter counter, World world) implements TokenCounter {

  static Counting any(World world) {
    TokenCounter counter =
        switch (world.chance().upTo(6)) {
          case 0 -> (message, model) -> 0;
          case 1 -> (message, model) -> 1;
          case 2 -> (message, model) -> Integer.MAX_VALUE;
          case 3 -> (message, model) -> message.content().hashCode() & 0xff;
          case 4 -> (message, model) -> message.role() == Role.USER ? 1 : 500;
          case 5 -> (message, model) -> message.content().length();
          default -> TokenCounter.estimate();
        };
    return new Counting(counter, world);
  }

  @Override
  public int count(Message message, @Nullable String model) {
    world.mishaps().perhaps("a token counter", 100, world.register().send(model));
    return counter.count(message, model);
  }

  /** The same, whatever happens. */
  static int of(TokenCounter counter, Entry entry) {
    return counter instanceof Counting ours
        ? ours.counter.count(entry.message(), null)
        : counter.count(entry.message(), null);
  }
}
