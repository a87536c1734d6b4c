package dev.animus4j.checks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Log of a world, to be read when an invariant is violated. */
final class SimulationLog {
  private static final int WIDTH = 240;

  private final VirtualTime time;
  private final List<LogLine> lines = new ArrayList<>();

  private record LogLine(long at, String actor, Object action) {
    @Override
    public String toString() {
      String line = "%7d ms  %s: %s".formatted(at, actor, brief(action));
      return line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line;
    }
  }

  private static String brief(Object action) {
    return action
        .toString()
        .replace("\n", "\\n")
        .replaceAll("stamp=Stamp\\[[^]]*sequence=(\\d+)[^]]*], ", "$1, ")
        .replaceAll(", \\w+=(null|\\[])", "");
  }

  SimulationLog(VirtualTime time) {
    this.time = time;
  }

  /** Records an action; it is formatted only when the log is read. */
  void record(String actor, Object action) {
    lines.add(new LogLine(time.millis(), actor, action));
  }

  /** All lines. */
  @Override
  public String toString() {
    return lines.stream().map(LogLine::toString).collect(Collectors.joining("\n"));
  }
}
