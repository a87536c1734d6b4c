package dev.animus4j.failure;

/** Another node has the conversation, and lives; only there can it go on. */
public final class OwnedElsewhere extends AnimusException.LedgerFailure {
  private final String nodeId;

  /** Creates the failure of a claim that this node has refused. */
  public OwnedElsewhere(FailureOrigin origin, String nodeId) {
    super(origin, FailureDescription.ownedElsewhere());
    this.nodeId = nodeId;
  }

  /** The id of the node that has it. */
  public String nodeId() {
    return nodeId;
  }
}
