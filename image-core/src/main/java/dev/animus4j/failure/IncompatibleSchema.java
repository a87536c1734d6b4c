package dev.animus4j.failure;

/** The tables of a database are not those that this version works with. */
public final class IncompatibleSchema extends AnimusException.LedgerFailure {

  /** Creates the failure; {@code what} names the versions. */
  public IncompatibleSchema(FailureOrigin origin, String what) {
    super(origin, FailureDescription.incompatibleSchema(what));
  }
}
