package dev.animus4j.checks.history;

/** Promise about one conversation. */
@FunctionalInterface
interface HistoryRule {
  void check(ObservedHistory observed, StoredHistory.Conversation stored, Violations violations);
}
