package dev.animus4j.simulator;

import java.util.function.UnaryOperator;

/** State of one simulator; shared between its event loop and the threads that control it. */
final class SimulatorState {
  private volatile SimulatorSettings settings = SimulatorSettings.initial();
  private final ScriptQueue scriptQueue = new ScriptQueue();
  private final RequestLog requestLog = new RequestLog();
  private final JwtIssuer jwtIssuer = new JwtIssuer();

  SimulatorSettings settings() {
    return settings;
  }

  synchronized void update(UnaryOperator<SimulatorSettings> change) {
    settings = change.apply(settings);
  }

  ScriptQueue scripts() {
    return scriptQueue;
  }

  RequestLog journal() {
    return requestLog;
  }

  JwtIssuer tokens() {
    return jwtIssuer;
  }
}
