package dev.animus4j.checks.simulation;

import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client, and all actors around it. Everything is determined by the seed. */
final class SimulatedWorld {
  private final VirtualTime time = new VirtualTime();
  private final VirtualScheduler inside = time.newScheduler();
  private final VirtualScheduler virtualScheduler = time.newScheduler();
  private final VirtualScheduler threads = time.newScheduler();
  private final SimulationLog simulationLog = new SimulationLog(time);
  private final ModelCalls modelCalls = new ModelCalls(this);
  private final ConversationRegistry conversationRegistry = new ConversationRegistry(this);
  private final EventCounters eventCounters;
  private final RandomChoices randomChoices;
  private final Set<WorldFeature> troubles;
  private final InjectedErrors injectedErrors;
  private final FlakyStores flakyStores;
  private final RandomModels randomModels;
  private final RandomGuardrail randomGuardrail;
  private final BusTap busTap;
  private final DirectImageRequests directImageRequests;
  private final BusSubscribers busSubscribers;
  private final ClientLifecycle clientLifecycle;
  private @Nullable Throwable failure;
  private int asides;

  SimulatedWorld(long seed, Vertx vertx, EventCounters eventCounters) {
    this.eventCounters = eventCounters;
    this.randomChoices = RandomChoices.of(seed);
    this.troubles = WorldFeature.random(randomChoices);
    this.injectedErrors = new InjectedErrors(this);
    this.flakyStores = new FlakyStores(this);
    this.randomModels = new RandomModels(this);
    this.randomGuardrail = new RandomGuardrail(this);
    this.busTap = new BusTap(this);
    this.directImageRequests = new DirectImageRequests(this);
    this.busSubscribers = new BusSubscribers(this);
    this.clientLifecycle = new ClientLifecycle(this, vertx);
  }

  boolean has(WorldFeature worldFeature) {
    return troubles.contains(worldFeature);
  }

  RandomChoices random() {
    return randomChoices;
  }

  /** The clock and timers of all actors but the client. */
  VirtualScheduler scheduler() {
    return virtualScheduler;
  }

  /** The clock and timers of callers on threads of their own. */
  VirtualScheduler callerScheduler() {
    return threads;
  }

  /** The clock and timers of the client. */
  VirtualScheduler clientScheduler() {
    return inside;
  }

  long now() {
    return time.millis();
  }

  SimulationLog log() {
    return simulationLog;
  }

  EventCounters counters() {
    return eventCounters;
  }

  InjectedErrors injectedErrors() {
    return injectedErrors;
  }

  ModelCalls calls() {
    return modelCalls;
  }

  FlakyStores stores() {
    return flakyStores;
  }

  RandomModels models() {
    return randomModels;
  }

  RandomGuardrail guardrail() {
    return randomGuardrail;
  }

  BusTap busTap() {
    return busTap;
  }

  DirectImageRequests directImages() {
    return directImageRequests;
  }

  BusSubscribers busSubscribers() {
    return busSubscribers;
  }

  ClientLifecycle clients() {
    return clientLifecycle;
  }

  ConversationRegistry registry() {
    return conversationRegistry;
  }

  /** Runs a step, and keeps the first violation. */
  void runVerified(Runnable step) {
    try {
      step.run();
    } catch (Throwable broken) {
      recordFailure(broken);
    }
  }

  void recordFailure(Throwable broken) {
    failure = failure == null ? broken : failure;
  }

  /** Counts a task that runs beside the exchanges. */
  void sideTaskStarted() {
    asides++;
  }

  void sideTaskEnded() {
    asides--;
  }

  /** Runs until no task is left. */
  void run() throws Throwable {
    while (failure == null && step()) {
      if (failure == null && !time.isBusy()) {
        verify();
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Runs one task; an injected error ends it, as it would on an event loop. */
  private boolean step() throws Throwable {
    try {
      return time.runNext();
    } catch (Throwable thrown) {
      if (injectedErrors.isIntended(thrown)) {
        runVerified(() -> injectedErrors.verifyEscaped(thrown));
        return true;
      }
      throw thrown;
    }
  }

  private void verify() {
    modelCalls.verifyWaits();
    randomGuardrail.verifyWaits();
    flakyStores.imageStore().verifyWaits();
    conversationRegistry.talks().forEach(ConversationVerifier::verify);
    if (conversationRegistry.active().isEmpty() && asides == 0 && !flakyStores.isBusy()) {
      Invariant.holds(inside.pendingTasks() == 0, "%d timers are left", inside.pendingTasks());
      Invariant.holds(modelCalls.openCalls() == 0, "%d calls are left", modelCalls.openCalls());
    }
  }

  /** Whether no exchange is running, and no task beside them. */
  boolean isQuiet() {
    return asides == 0 && conversationRegistry.active().isEmpty();
  }

  /** Replaces the client by another one. */
  void restart() {
    busSubscribers.cancelAll();
    conversationRegistry.talks().forEach(ConversationVerifier::reset);
  }

  /** Ends all faults: from now on every actor behaves as expected. */
  void stopDeviating() {
    injectedErrors.stopThrowing();
    randomModels.stopFailing();
    flakyStores.stopFailing();
    randomGuardrail.stopDeviating();
    busTap.stopLosing();
  }
}
