package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A running simulated provider, listening on 127.0.0.1 only.
 *
 * <p>Base addresses: {@code origin() + "/v3"} and {@code "/v2"} speak Animus, {@code origin() +
 * "/v1"} speaks the OpenAI-compatible protocol, {@code origin() + "/v1beta"} that of Gemini, {@code
 * origin() + "/client/v4/accounts/ID/ai/run"} that of Workers AI, {@code origin() +
 * "/workers/flux"} and {@code "/workers/sdxl"} are workers in front of it, {@code origin() +
 * "/token"} is a token provider. All methods may be called from any thread.
 */
public final class Simulator {
  private final Vertx vertx;
  private final Reception reception;
  private final String deployment;

  private Simulator(Vertx vertx, Reception reception, String deployment) {
    this.vertx = vertx;
    this.reception = reception;
    this.deployment = deployment;
  }

  /** Starts listening on its own event loop of {@code vertx}; port 0 takes a free port. */
  public static Future<Simulator> start(Vertx vertx, int port) {
    Reception reception = new Reception(port);
    return vertx.deployVerticle(reception).map(id -> new Simulator(vertx, reception, id));
  }

  /** The port it listens on. */
  public int port() {
    return reception.port();
  }

  /** Where it listens, such as {@code http://127.0.0.1:1234}, without a path. */
  public String origin() {
    return reception.origin();
  }

  /** Queues answers: each is given once, in this order, to the next request it matches. */
  public Simulator script(Scripted... answers) {
    reception.simulation().scripts().add(Arrays.asList(answers));
    return this;
  }

  /** How many queued answers have not been given yet. */
  public int pendingScripts() {
    return reception.simulation().scripts().size();
  }

  /**
   * The last 1000 requests, oldest first, as they stand now; control requests are not among them.
   */
  public List<Received> requests() {
    return reception.simulation().journal().received();
  }

  /** How many requests are accepted, not completely answered, and still connected. */
  public int openRequests() {
    return reception.simulation().journal().open();
  }

  /**
   * Completes as soon as {@link #openRequests()} is {@code count}: at once if it is so now. This is
   * how a test waits for a cancelled request to be gone without sleeping.
   */
  public Future<Void> whenOpenRequests(int count) {
    return reception.simulation().journal().whenOpen(count);
  }

  /** Forgets the recorded requests and the queued answers. */
  public Simulator reset() {
    reception.simulation().scripts().clear();
    reception.simulation().journal().clear();
    return this;
  }

  /** How long every answer waits before its head is sent; zero at the start. */
  public Simulator latency(Duration latency) {
    reception.simulation().change(settings -> settings.latency(latency));
    return this;
  }

  /** How long tokens issued from now on are valid; an hour at the start. */
  public Simulator tokenLifetime(Duration lifetime) {
    reception.simulation().change(settings -> settings.tokenLifetime(lifetime));
    return this;
  }

  /**
   * Accepts only these bearer tokens, keys or JWTs, and keys for Gemini; none means any, as at the
   * start.
   */
  public Simulator acceptOnly(String... bearers) {
    reception.simulation().change(settings -> settings.bearers(Set.of(bearers)));
    return this;
  }

  /** Refuses, from now on, every token issued until now: a client has to fetch a new one. */
  public Simulator revokeTokens() {
    reception.simulation().tokens().revoke();
    return this;
  }

  /** Whether requests are recorded, as at the start. Load checks switch it off. */
  public Simulator recording(boolean recording) {
    reception.simulation().change(settings -> settings.recording(recording));
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
