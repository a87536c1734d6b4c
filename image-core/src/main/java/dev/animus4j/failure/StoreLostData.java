package dev.animus4j.failure;

/** A database does not have any more what it had confirmed, as after a bad fail-over. */
public final class StoreLostData extends AnimusException.LedgerFailure {

  /** Creates the failure; {@code what} names what is missing. */
  public StoreLostData(FailureOrigin origin, String what) {
    super(origin, FailureDescription.storeLostData(what));
  }
}
