package dev.animus4j.checks;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Fault that strikes nodes, again and again. */
interface NodeFault extends AutoCloseable {
  /** What holds all the same. */
  String KEPT = "nothing acknowledged is lost or published twice, and all hear all in order";

  /** What the check is called. */
  String name();

  /** What the check claims. */
  String claim();

  /** How many nodes there are. */
  default int nodes() {
    return 3;
  }

  /** How often it strikes by default. */
  int strikes();

  /** Why it cannot strike on this machine; null when it can. */
  default @Nullable String obstacle() throws Exception {
    return null;
  }

  /** Where they keep what they store. */
  default KillPlace place() throws Exception {
    return KillPlace.create(KillEngine.CLUSTER);
  }

  /** What the users of each node do. */
  default KillLoad load() {
    return KillLoad.ofJvm().withThinkMillis(150);
  }

  /** How a client of this number reaches the others. */
  default KillAccess access(KillRun run, int number) throws Exception {
    return KillAccess.to(run.place().ledger());
  }

  /** Strikes once. */
  void strike(KillRun run, Random random) throws Exception;

  /** Ends the run; returns its figures, and fails if anything does not hold. */
  default String judge(KillRun run) throws Exception {
    return run.judge().require();
  }

  @Override
  default void close() throws Exception {}
}
