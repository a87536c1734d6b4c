package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Simulated provider that listens on 127.0.0.1 only.
 *
 * <p>Base URLs: {@code origin() + "/v3"} and {@code "/v2"} speak Animus, {@code origin() + "/v1"}
 * speaks the OpenAI-compatible protocol, {@code origin() + "/v1beta"} that of Gemini, {@code
 * origin() + "/client/v4/accounts/ID/ai/run"} that of Workers AI, {@code origin() +
 * "/workers/flux"} and {@code "/workers/sdxl"} are workers in front of it, {@code origin() +
 * "/token"} is a token provider. All methods may be called from any thread.
 */
public final class Simulator {
  private final Vertx vertx;
  private final SimulatorVerticle simulatorVerticle;
  private final String deployment;

  private Simulator(Vertx vertx, SimulatorVerticle simulatorVerticle, String deployment) {
    this.vertx = vertx;
    this.simulatorVerticle = simulatorVerticle;
    this.deployment = deployment;
  }

  /** Starts listening on an event loop of {@code vertx}; port 0 takes a free port. */
  public static Future<Simulator> start(Vertx vertx, int port) {
    SimulatorVerticle simulatorVerticle = new SimulatorVerticle(port);
    return vertx
        .deployVerticle(simulatorVerticle)
        .map(id -> new Simulator(vertx, simulatorVerticle, id));
  }

  /** The port it listens on. */
  public int port() {
    return simulatorVerticle.port();
  }

  /** The origin, such as {@code http://127.0.0.1:1234}, without a path. */
  public String origin() {
    return simulatorVerticle.origin();
  }

  /** Queues responses: each is sent once, in this order, to the next request it matches. */
  public Simulator script(ScriptedResponse... answers) {
    simulatorVerticle.simulation().scripts().add(Arrays.asList(answers));
    return this;
  }

  /** Answers so each request for which no response is queued, until it is reset. */
  public Simulator scriptAll(ScriptedResponse answer) {
    simulatorVerticle.simulation().scripts().always(answer);
    return this;
  }

  /** What each fault of {@link ScriptedResponse#fault} does, by its name. */
  public static Map<String, String> faults() {
    return Fault.descriptions();
  }

  /** The number of queued responses not sent yet. */
  public int pendingScripts() {
    return simulatorVerticle.simulation().scripts().size();
  }

  /** The last 1000 requests, oldest first, in their current state, without control requests. */
  public List<ReceivedRequest> requests() {
    return simulatorVerticle.simulation().journal().requests();
  }

  /** The number of requests accepted, not completely answered, and still connected. */
  public int openRequests() {
    return simulatorVerticle.simulation().journal().openRequests();
  }

  /**
   * Completes as soon as {@link #openRequests()} is {@code count}: at once if it is so now. Lets a
   * test wait until a cancelled request is closed without sleeping.
   */
  public Future<Void> whenOpenRequests(int count) {
    return simulatorVerticle.simulation().journal().whenOpen(count);
  }

  /** Drops the recorded requests and the queued responses. */
  public Simulator reset() {
    simulatorVerticle.simulation().scripts().clear();
    simulatorVerticle.simulation().journal().clear();
    return this;
  }

  /** Sets how long every response waits before its head is sent; zero at the start. */
  public Simulator latency(Duration latency) {
    simulatorVerticle.simulation().update(settings -> settings.latency(latency));
    return this;
  }

  /** Sets how long tokens issued from now on are valid; an hour at the start. */
  public Simulator tokenLifetime(Duration lifetime) {
    simulatorVerticle.simulation().update(settings -> settings.tokenLifetime(lifetime));
    return this;
  }

  /**
   * Accepts only these bearer tokens, keys or JWTs, and keys for Gemini; none means any, as at the
   * start.
   */
  public Simulator acceptOnly(String... bearers) {
    simulatorVerticle.simulation().update(settings -> settings.bearers(Set.of(bearers)));
    return this;
  }

  /** Rejects, from now on, every token issued until now: a client has to fetch a new one. */
  public Simulator revokeTokens() {
    simulatorVerticle.simulation().tokens().revoke();
    return this;
  }

  /** Sets whether requests are recorded; they are at the start. Load checks switch it off. */
  public Simulator recording(boolean recording) {
    simulatorVerticle.simulation().update(settings -> settings.recording(recording));
    return this;
  }

  /** Stops listening and closes every connection. */
  public Future<Void> close() {
    return vertx.undeploy(deployment);
  }

  /** Listens on {@code --port N}, 8089 by default, until the process ends. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    start(Vertx.vertx(), port(arguments))
        .onSuccess(simulator -> System.out.println(simulator.greeting()))
        .onFailure(Simulator::giveUp);
  }

  private static int port(String[] arguments) {
    int flag = Arrays.asList(arguments).indexOf("--port");
    return flag < 0 ? 8089 : Integer.parseInt(arguments[flag + 1]);
  }

  private String greeting() {
    return ("Animus4J simulator listens; Animus: %1$s/v3, its tokens: %1$s/token, OpenAI: %1$s/v1,"
            + " Gemini: %1$s/v1beta")
        .formatted(origin());
  }

  private static void giveUp(Throwable cause) {
    System.err.println("Animus4J simulator cannot start: " + cause.getMessage());
    System.exit(1);
  }
}
