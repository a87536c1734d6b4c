package dev.animus4j.checks;

import java.util.List;

/**
 * How a client reaches what it works with.
 *
 * @param command what its JVM is started with
 * @param options of its JVM
 * @param ledger a file, or the URI of a database
 * @param provider the address of the provider
 */
record KillAccess(List<String> command, List<String> options, String ledger, String provider) {
  static final String LOCAL = "127.0.0.1";

  KillAccess {
    command = List.copyOf(command);
    options = List.copyOf(options);
  }

  /** On this machine, without detours. */
  static KillAccess to(String ledger) {
    return new KillAccess(List.of(), List.of(), ledger, LOCAL);
  }
}
