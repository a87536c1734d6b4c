package dev.animus4j.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Short text that matches a regular expression of JSON Schema. It takes the first alternative, as
 * few repetitions as are allowed, and the first character of a class; assertions add nothing.
 */
final class PatternSample {
  private static final int PATTERN = 1000;
  private static final int TEXT = 10_000;
  private static final String SAMPLES = "a1A b-_.,:/@0zZ9!";

  private final String pattern;
  private final int extra;
  private int at;

  private PatternSample(String pattern, int extra) {
    this.pattern = pattern;
    this.extra = extra;
  }

  /** A match of at least so many characters, where the pattern has any. */
  static String of(String pattern, long least) {
    String match = "";
    for (int extra = 0; extra <= Math.min(least, 200); extra++) {
      match = new PatternSample(pattern, extra).alternatives();
      if (match.length() >= least) {
        return match;
      }
    }
    return match;
  }

  private String alternatives() {
    if (pattern.length() > PATTERN) {
      throw RejectedRequest.invalid("The pattern is too long.", "pattern", "invalid_schema");
    }
    String first = sequence();
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      sequence();
    }
    return first;
  }

  private String sequence() {
    StringBuilder sequence = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      String atom = atom();
      int times = times();
      if (sequence.length() + (long) atom.length() * times > TEXT) {
        throw RejectedRequest.invalid("The pattern demands too much.", "pattern", "invalid_schema");
      }
      sequence.append(atom.repeat(times));
    }
    return sequence.toString();
  }

  private String atom() {
    char next = pattern.charAt(at++);
    return switch (next) {
      case '^', '$' -> "";
      case '.' -> "a";
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> group();
      default -> String.valueOf(next);
    };
  }

  private String group() {
    boolean assertion = pattern.startsWith("?=", at) || pattern.startsWith("?!", at);
    boolean behind = pattern.startsWith("?<=", at) || pattern.startsWith("?<!", at);
    if (pattern.startsWith("?<", at) && !behind) {
      at = Math.max(at, pattern.indexOf('>', at) + 1);
    } else if (pattern.startsWith("?", at)) {
      at = Math.min(pattern.length(), at + (behind ? 3 : 2));
    }
    String content = alternatives();
    at++;
    return assertion || behind ? "" : content;
  }

  private String escape() {
    if (at >= pattern.length()) {
      return "";
    }
    char escaped = pattern.charAt(at++);
    return switch (escaped) {
      case 'd' -> "1";
      case 'w', 'S', 'D' -> "a";
      case 's' -> " ";
      case 'W' -> "-";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b', 'B' -> "";
      case 'p', 'P' -> property();
      default -> String.valueOf(escaped);
    };
  }

  private String property() {
    int end = pattern.indexOf('}', at);
    String name = end < 0 ? "" : pattern.substring(at, end);
    at = end < 0 ? at : end + 1;
    return name.startsWith("{N") ? "1" : name.startsWith("{Lu") ? "A" : "a";
  }

  private String characterClass() {
    boolean negated = pattern.startsWith("^", at);
    at += negated ? 1 : 0;
    List<int[]> ranges = new ArrayList<>();
    for (boolean first = true; at < pattern.length(); first = false) {
      if (pattern.charAt(at) == ']' && !first) {
        break;
      }
      String low = member();
      boolean range = pattern.startsWith("-", at) && !pattern.startsWith("-]", at);
      at += range ? 1 : 0;
      String high = range && at < pattern.length() ? member() : low;
      if (!low.isEmpty() && !high.isEmpty()) {
        ranges.add(new int[] {low.charAt(0), high.charAt(0)});
      }
    }
    at++;
    return negated ? outside(ranges) : ranges.isEmpty() ? "" : "" + (char) ranges.get(0)[0];
  }

  private String member() {
    char next = pattern.charAt(at++);
    return next == '\\' ? escape() : String.valueOf(next);
  }

  private static String outside(List<int[]> ranges) {
    return SAMPLES
        .chars()
        .filter(sample -> ranges.stream().noneMatch(it -> it[0] <= sample && sample <= it[1]))
        .mapToObj(sample -> "" + (char) sample)
        .findFirst()
        .orElse("~");
  }

  private int times() {
    if (at >= pattern.length()) {
      return 1;
    }
    int times = 1;
    char quantifier = pattern.charAt(at);
    int end = pattern.indexOf('}', at);
    if (quantifier == '*' || quantifier == '+') {
      times = extra + (quantifier == '+' ? 1 : 0);
      at++;
    } else if (quantifier == '?') {
      times = 0;
      at++;
    } else if (quantifier == '{' && end > 0) {
      times = counted(pattern.substring(at + 1, end).split(",", 2));
      at = end + 1;
    } else {
      return 1;
    }
    at += at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0 ? 1 : 0;
    return times;
  }

  private int counted(String[] bounds) {
    if (!bounds[0].matches("\\d{1,5}")) {
      return 1;
    }
    int least = Integer.parseInt(bounds[0]);
    if (bounds.length == 1) {
      return least;
    }
    int most = bounds[1].matches("\\d{1,5}") ? Integer.parseInt(bounds[1]) : TEXT;
    return Math.min(most, least + extra);
  }
}
