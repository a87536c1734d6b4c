package dev.animus4j.failure;

/** Another process, or another client, has taken over the conversation, or erased it. */
public final class TakenOver extends AnimusException.LedgerFailure {

  /** Creates the failure of a write that was refused. */
  public TakenOver(FailureOrigin origin) {
    super(origin, FailureDescription.takenOver());
  }
}
