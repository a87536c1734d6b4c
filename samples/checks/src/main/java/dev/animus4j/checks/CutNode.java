package dev.animus4j.checks;

import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node is cut off from the database, the others and the provider, in both directions or in one;
 * and every so many times for so long that they take it for dead.
 */
final class CutNode implements NodeFault {
  private static final int LONG = 4;
  private static final int LONG_MILLIS = 9_000;
  private static final int MILLIS = 1_000;

  private final int strikes;
  private @Nullable NodeNetwork network;
  private int struck;

  CutNode(int strikes) {
    this.strikes = strikes;
  }

  @Override
  public String name() {
    return "cut-nodes";
  }

  @Override
  public String claim() {
    return "three nodes, one cut off in the middle of a reply, in both directions or one: " + KEPT;
  }

  @Override
  public int strikes() {
    return strikes;
  }

  @Override
  public @Nullable String obstacle() throws Exception {
    return NodeNetwork.isPermitted() ? null : "this process may not have network namespaces";
  }

  @Override
  public KillPlace place() throws Exception {
    network = NodeNetwork.create();
    return KillPlace.on(NodeNetwork.HOST, NodeNetwork.SUBNET);
  }

  private NodeNetwork network() {
    return Objects.requireNonNull(network);
  }

  @Override
  public KillAccess access(KillRun run, int number) throws Exception {
    return network().join(number, Objects.requireNonNull(run.place().server()).port());
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    NodeNetwork.Cut cut = NodeNetwork.Cut.values()[struck % NodeNetwork.Cut.values().length];
    boolean isLong = struck++ % LONG == LONG - 1;
    TimeUnit.MILLISECONDS.sleep(random.nextInt(MILLIS));
    KillProcess owner = run.awaitWord();
    network().cut(owner.number(), cut);
    run.addCrash(owner);
    long millis = isLong ? LONG_MILLIS : KillEngine.LEASE.toMillis() + MILLIS;
    TimeUnit.MILLISECONDS.sleep(millis + random.nextInt(MILLIS));
    network().heal(owner.number(), cut);
    run.addCrash(owner);
  }

  @Override
  public void close() throws Exception {
    if (network != null) {
      network.close();
    }
  }
}
