package dev.animus4j.simulator;

import java.util.function.UnaryOperator;

/** What one simulator remembers; shared between its event loop and the threads that steer it. */
final class Simulation {
  private volatile Settings settings = Settings.initial();
  private final Scripts scripts = new Scripts();
  private final Journal journal = new Journal();
  private final Tokens tokens = new Tokens();

  Settings settings() {
    return settings;
  }

  synchronized void change(UnaryOperator<Settings> change) {
    settings = change.apply(settings);
  }

  Scripts scripts() {
    return scripts;
  }

  Journal journal() {
    return journal;
  }

  Tokens tokens() {
    return tokens;
  }
}
