package dev.animus4j.checks.simulation;

import java.util.List;

/** The course of a world: users act, faults end, all is verified, and the ledger is recovered. */
record LedgerPlan(LedgerWorld world, LedgerUser user) {
  private static final long MINUTE = 60_000;

  void run() throws Throwable {
    user.actUntilDone();
    while (!world.isUserDone()) {
      world.run(MINUTE);
    }
    world.faults().stop();
    world.run(10 * MINUTE);
    world.sends().values().forEach(LedgerSend::verifyOver);
    verifyThatClientsWork();
    recover();
    world.conversations().forEach(id -> world.journal(id).verifyAll());
    world.conversations().forEach(id -> world.publishedEvents().verifyAll(world.journal(id)));
  }

  private void verifyThatClientsWork() throws Throwable {
    for (LedgerClient client : List.copyOf(world.clients())) {
      for (String conversation : world.conversations()) {
        if (client.isOpen()) {
          var unused = user.probe(client, conversation); // it may be refused: another client has it
          world.run(MINUTE / 2);
          LedgerSend probe = user.probe(client, conversation);
          world.run(MINUTE / 2);
          probe.verifyAnswered();
        }
      }
    }
  }

  /** All clients end, and another one ends what they left. */
  private void recover() throws Throwable {
    for (LedgerClient client : world.clients()) {
      if (client.isOpen()) {
        client.close();
      }
    }
    world.run(2 * MINUTE);
    LedgerClient last = world.newClient();
    world.run(MINUTE);
    List<String> unfinished = world.memory().reopen().unfinished(100).blockingGet();
    Invariant.holds(unfinished.isEmpty(), "after the recovery %s are running", unfinished);
    last.close();
    world.run(2 * MINUTE);
    world.clients().forEach(LedgerClient::verifyClosed);
  }

  /** Releases what crashed clients hold, without regard to what comes of it. */
  void release() {
    world.clients().stream().filter(LedgerClient::hasCrashed).forEach(LedgerClient::revive);
    world.runVerified(
        () -> {
          try {
            world.run(60 * MINUTE);
          } catch (Throwable ignored) {
            throw new AssertionError(ignored);
          }
        });
  }
}
