package dev.animus4j.simulator;

import java.time.Duration;
import java.util.Set;

/**
 * What applies to every request.
 *
 * @param bearers the only bearer tokens accepted; empty means any
 */
record Settings(Duration latency, Duration tokenLifetime, boolean recording, Set<String> bearers) {

  Settings {
    bearers = Set.copyOf(bearers);
  }

  static Settings initial() {
    return new Settings(Duration.ZERO, Duration.ofHours(1), true, Set.of());
  }

  Settings latency(Duration latency) {
    return new Settings(latency, tokenLifetime, recording, bearers);
  }

  Settings tokenLifetime(Duration tokenLifetime) {
    return new Settings(latency, tokenLifetime, recording, bearers);
  }

  Settings recording(boolean recording) {
    return new Settings(latency, tokenLifetime, recording, bearers);
  }

  Settings bearers(Set<String> bearers) {
    return new Settings(latency, tokenLifetime, recording, bearers);
  }
}
