package dev.animus4j.checks;

import dev.animus4j.checks.history.ObservedHistory;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients on one ledger, and what they print. */
final class KillRun implements AutoCloseable {
  private static final String DELTA = "\"type\":\"messageTokens\"";
  private static final long PATIENCE_SECONDS = 60;

  private final Vertx vertx = Vertx.vertx();
  private final KillProvider.Started provider = KillProvider.start(vertx);
  private final KillJournal journal = new KillJournal();
  private final List<KillProcess> running = new CopyOnWriteArrayList<>();
  private final KillPlace place;
  private final Access access;
  private volatile CompletableFuture<KillProcess> word = new CompletableFuture<>();
  private int started;

  /** Clients that all reach the ledger in the same way. */
  KillRun(KillPlace place) {
    this(place, (run, number) -> KillAccess.to(place.ledger()));
  }

  KillRun(KillPlace place, Access access) {
    this.place = place;
    this.access = access;
  }

  /** How each client reaches what it works with. */
  @FunctionalInterface
  interface Access {
    KillAccess resolve(KillRun run, int number) throws Exception;
  }

  KillPlace place() {
    return place;
  }

  Vertx vertx() {
    return vertx;
  }

  /** The URL of the provider on this machine. */
  String providerUrl() {
    return provider.url(KillAccess.LOCAL);
  }

  HeardEvents heardEvents() {
    return journal.heardEvents();
  }

  /** Starts another client. */
  KillProcess start() throws Exception {
    int number = started++;
    KillProcess process = KillProcess.start(number, program(number), this::add);
    running.add(process);
    return process;
  }

  private ProcessBuilder program(int number) throws Exception {
    KillAccess reached = access.resolve(this, number);
    List<String> options =
        new ArrayList<>(
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    options.addAll(KillLoad.ofJvm().options());
    options.addAll(reached.options());
    String[] arguments = {
      place.engine().name(),
      reached.ledger(),
      place.images().toString(),
      provider.url(reached.provider()),
      String.valueOf(number)
    };
    ProcessBuilder program = ChildJvm.program(options, KillClient.class.getName(), arguments);
    program.command().addAll(0, reached.command());
    return program;
  }

  private void add(KillProcess process, KillLine line) {
    journal.add(process.number(), line);
    if (line.kind() == KillLine.Kind.EVENT && line.fields().get(0).contains(DELTA)) {
      word.complete(process);
    }
  }

  /** Waits for the next word of a reply; returns the client that has just published it. */
  KillProcess awaitWord() throws InterruptedException {
    CompletableFuture<KillProcess> next = new CompletableFuture<>();
    word = next;
    try {
      return next.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("nothing was published in %d s".formatted(PATIENCE_SECONDS), e);
    }
  }

  /** A client may lose what it has published just now, and not stored. */
  void addCrash(KillProcess process) {
    journal.addCrash(process.number(), Instant.now());
  }

  /** All may. */
  void addCrashOfAll() {
    running.forEach(this::addCrash);
  }

  void kill(KillProcess process) throws InterruptedException {
    running.remove(process);
    try (process) {
      addCrash(process);
      journal.addEnd(process.number());
      process.kill();
    }
  }

  /** The client that was started before all others that run. */
  KillProcess oldest() {
    return running.get(0);
  }

  /** How many messages were sent so far. */
  int sends() {
    return journal.sends();
  }

  /** Lets one end in peace: it may lose nothing. */
  void stop(KillProcess process) throws InterruptedException {
    running.remove(process);
    try (process) {
      process.stop();
      journal.addEnd(process.number());
    }
  }

  /** Kills all; returns what they and the ledger say. */
  KillVerdict judge() throws InterruptedException {
    for (KillProcess process : running) {
      kill(process);
    }
    ObservedHistory observed = journal.history(provider.provider().calls());
    KillRecovery recovery = KillRecovery.run(vertx, place, observed);
    return KillVerdict.of(journal, observed, recovery, place.engine().isShared());
  }

  @Override
  public void close() {
    running.forEach(KillProcess::close);
    place.close();
    vertx.close().await();
  }
}
