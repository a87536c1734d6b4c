package dev.animus4j.chat.turn;

import dev.animus4j.chat.model.ChatReply;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Breaks an answer into turns, as people write: a few short messages with pauses to type. Of an
 * answer that comes whole, the model has to propose them; one that is streamed is broken at the
 * ends of its sentences and paragraphs.
 *
 * @param maxTurns at most so many turns to an answer, a follow-up counting as one
 * @param pace how fast they are typed
 * @param followUps how the model may go on by itself
 */
public record AutoTurn(int maxTurns, TypingPace pace, FollowUps followUps) {

  /** At most three turns at a natural pace, and two follow-ups. */
  public static final AutoTurn NATURAL = new AutoTurn(3, TypingPace.NATURAL, FollowUps.TWO);

  public AutoTurn {
    if (maxTurns < 1) {
      throw new IllegalArgumentException("maxTurns is at least 1: " + maxTurns);
    }
  }

  /** At most so many turns to an answer. */
  public AutoTurn atMost(int maxTurns) {
    return new AutoTurn(maxTurns, pace, followUps);
  }

  public AutoTurn pace(TypingPace pace) {
    return new AutoTurn(maxTurns, pace, followUps);
  }

  public AutoTurn followUps(FollowUps followUps) {
    return new AutoTurn(maxTurns, pace, followUps);
  }

  /**
   * The turns of {@code reply}; none if it is better said in one piece. The first is due at once.
   * How many there are is left to chance, up to the limit.
   */
  public List<Turn> turns(ChatReply reply, RandomGenerator random) {
    List<String> pieces = pieces(reply);
    if (pieces.size() < 2) {
      return List.of();
    }
    int limit = Math.min(pieces.size(), reply.next() ? maxTurns - 1 : maxTurns);
    List<String> turns = joined(pieces, 1 + random.nextInt(Math.max(1, limit)));
    return IntStream.range(0, turns.size())
        .mapToObj(i -> turn(turns.get(i), i, turns.size(), random))
        .toList();
  }

  /**
   * Breaks an answer into turns while it is made, each sentence or paragraph as soon as it is
   * complete; the last turn is all the rest. There are as many as the limit allows: to leave that
   * to chance, or to keep one free for a follow-up, would take the whole answer.
   */
  public StreamedTurns streamed(RandomGenerator random) {
    return new StreamedTurns(this, random);
  }

  Turn turn(String content, int index, @Nullable Integer total, RandomGenerator random) {
    Duration delay = index == 0 ? Duration.ZERO : pace.typing(content, random);
    return new Turn(content, index, total, delay);
  }

  /** Lines of the text if it has several; else the turns the model proposes. */
  private static List<String> pieces(ChatReply reply) {
    if (reply.content().isBlank() || reply.turns().isEmpty()) {
      return List.of();
    }
    List<String> lines =
        reply.content().indexOf('\n') < 0 ? reply.turns() : reply.content().lines().toList();
    return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** So many groups of neighbours, the first ones larger when it does not divide evenly. */
  private static List<String> joined(List<String> pieces, int groups) {
    int size = pieces.size() / groups;
    int larger = pieces.size() % groups;
    return IntStream.range(0, groups)
        .mapToObj(
            i ->
                pieces.subList(
                    i * size + Math.min(i, larger), (i + 1) * size + Math.min(i + 1, larger)))
        .map(group -> String.join(" ", group))
        .toList();
  }
}
