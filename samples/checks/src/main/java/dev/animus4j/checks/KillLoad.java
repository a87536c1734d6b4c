package dev.animus4j.checks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the users of each client do.
 *
 * @param conversations how many there are; each client has a user in each
 * @param thinkMillis how long a user thinks at most before sending again
 * @param words how many more than three a reply has at most
 */
record KillLoad(int conversations, int thinkMillis, int words) {
  private static final String CONVERSATIONS = "kill.conversations";
  private static final String THINK = "kill.think";
  private static final String WORDS = "kill.words";

  /** That of this JVM: it was started with its options, or else with those of few users. */
  static KillLoad ofJvm() {
    return new KillLoad(
        Integer.getInteger(CONVERSATIONS, 6),
        Integer.getInteger(THINK, 30),
        Integer.getInteger(WORDS, 25));
  }

  /** The same with users who take so long at most. */
  KillLoad withThinkMillis(int millis) {
    return new KillLoad(conversations, millis, words);
  }

  /** The options of a JVM that works under it. */
  List<String> options() {
    return List.of(
        "-D" + CONVERSATIONS + "=" + conversations,
        "-D" + THINK + "=" + thinkMillis,
        "-D" + WORDS + "=" + words);
  }

  List<String> conversationIds() {
    return IntStream.range(0, conversations).mapToObj(i -> "c" + i).toList();
  }
}
