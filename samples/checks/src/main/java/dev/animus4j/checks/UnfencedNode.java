package dev.animus4j.checks;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The same without the fence in the database, which must be noticed: the check is not blind. */
final class UnfencedNode implements NodeFault {
  private final PausedNode pause;
  private @Nullable UnfencedProxy proxy;

  UnfencedNode(int strikes) {
    this.pause = new PausedNode(strikes);
  }

  @Override
  public String name() {
    return "unfenced-nodes";
  }

  @Override
  public String claim() {
    return "the same without the fence in the database: the check is not blind, and finds it";
  }

  @Override
  public int strikes() {
    return pause.strikes();
  }

  @Override
  public KillAccess access(KillRun run, int number) {
    if (proxy == null) {
      KillServer server = Objects.requireNonNull(run.place().server());
      proxy = UnfencedProxy.start(run.vertx(), server.port());
    }
    return KillAccess.to(KillPlace.ledger(KillAccess.LOCAL, proxy.port()));
  }

  @Override
  public void strike(KillRun run, Random random) throws Exception {
    pause.strike(run, random);
  }

  @Override
  public String judge(KillRun run) throws Exception {
    List<String> violations = run.judge().violations();
    Check.require(!violations.isEmpty(), "nothing was noticed: the check is blind");
    return "%d violations, such as %s".formatted(violations.size(), violations.get(0));
  }
}
