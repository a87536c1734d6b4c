package dev.animus4j.simulator;

import java.time.Duration;
import java.util.Set;

/**
 * Settings of all requests.
 *
 * @param bearers the only bearer tokens accepted; empty means any
 */
record SimulatorSettings(
    Duration latency, Duration tokenLifetime, boolean recording, Set<String> bearers) {

  SimulatorSettings {
    bearers = Set.copyOf(bearers);
  }

  static SimulatorSettings initial() {
    return new SimulatorSettings(Duration.ZERO, Duration.ofHours(1), true, Set.of());
  }

  SimulatorSettings latency(Duration latency) {
    return new SimulatorSettings(latency, tokenLifetime, recording, bearers);
  }

  SimulatorSettings tokenLifetime(Duration tokenLifetime) {
    return new SimulatorSettings(latency, tokenLifetime, recording, bearers);
  }

  SimulatorSettings recording(boolean recording) {
    return new SimulatorSettings(latency, tokenLifetime, recording, bearers);
  }

  SimulatorSettings bearers(Set<String> bearers) {
    return new SimulatorSettings(latency, tokenLifetime, recording, bearers);
  }
}
