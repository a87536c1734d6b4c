package dev.animus4j.checks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in a world, to be read when something is wrong with it. */
final class Journal {
  private static final int WIDTH = 240;

  private final VirtualTime time;
  private final List<Line> lines = new ArrayList<>();

  private record Line(long at, String who, Object what) {
    @Override
    public String toString() {
      String line = "%7d ms  %s: %s".formatted(at, who, brief(what));
      return line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line;
    }
  }

  private static String brief(Object what) {
    return what.toString()
        .replace("\n", "\\n")
        .replaceAll("stamp=Stamp\\[[^]]*sequence=(\\d+)[^]]*], ", "$1, ")
        .replaceAll(", \\w+=(null|\\[])", "");
  }

  Journal(VirtualTime time) {
    this.time = time;
  }

  /** Notes what somebody did; it is written down only if it is read. */
  void note(String who, Object what) {
    lines.add(new Line(time.millis(), who, what));
  }

  /** Everything, line by line. */
  @Override
  public String toString() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }
}
