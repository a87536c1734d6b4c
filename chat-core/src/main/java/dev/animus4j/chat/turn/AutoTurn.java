package dev.animus4j.chat.turn;

import dev.animus4j.chat.model.ChatResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits a reply into turns, as people write: a few short messages with pauses for typing. If a
 * reply is not streamed, the model has to propose the turns. A streamed reply is split at the ends
 * of sentences and paragraphs. The name is that of the Animus SDK.
 *
 * @param maxTurns maximum number of turns of a reply; an announced follow-up counts as one of them
 * @param typingPace typing speed, which determines the delay of each turn
 * @param followUps limit and delay of follow-ups
 */
public record AutoTurn(int maxTurns, TypingPace typingPace, FollowUpLimits followUps) {

  /** At most three turns at a natural pace, and two follow-ups. */
  public static final AutoTurn NATURAL = new AutoTurn(3, TypingPace.NATURAL, FollowUpLimits.TWO);

  public AutoTurn {
    if (maxTurns < 1) {
      throw new IllegalArgumentException("maxTurns is at least 1: " + maxTurns);
    }
  }

  /** At most this many turns of a reply. */
  public AutoTurn withMaxTurns(int maxTurns) {
    return new AutoTurn(maxTurns, typingPace, followUps);
  }

  /** The same at another typing pace. */
  public AutoTurn withTypingPace(TypingPace pace) {
    return new AutoTurn(maxTurns, pace, followUps);
  }

  /** The same with other limits of follow-ups. */
  public AutoTurn withFollowUps(FollowUpLimits followUpLimits) {
    return new AutoTurn(maxTurns, typingPace, followUpLimits);
  }

  /**
   * Returns the turns of {@code response}, or none if it is not to be split. The first turn has no
   * delay. The number of turns is random, up to the limit.
   */
  public List<Turn> turns(ChatResponse response, RandomGenerator random) {
    List<String> pieces = pieces(response);
    if (pieces.size() < 2) {
      return List.of();
    }
    int limit = Math.min(pieces.size(), response.next() ? maxTurns - 1 : maxTurns);
    List<String> turns = group(pieces, 1 + random.nextInt(Math.max(1, limit)));
    return IntStream.range(0, turns.size())
        .mapToObj(i -> turn(turns.get(i), i, turns.size(), random))
        .toList();
  }

  /**
   * Returns a splitter for a reply that is being streamed. A sentence or paragraph becomes a turn
   * as soon as it is complete, and the last turn is the rest of the reply. There are as many turns
   * as the limit allows, because the complete reply would be needed to choose a random number, or
   * to leave one turn for a follow-up.
   */
  public StreamingTurnSplitter streamingSplitter(RandomGenerator random) {
    return new StreamingTurnSplitter(this, random);
  }

  Turn turn(String content, int index, @Nullable Integer total, RandomGenerator random) {
    Duration delay = index == 0 ? Duration.ZERO : typingPace.typingTime(content, random);
    return new Turn(content, index, total, delay);
  }

  /** The lines or blocks of the text if it has several; else the turns the model proposes. */
  private static List<String> pieces(ChatResponse response) {
    if (response.content().isBlank() || response.turns().isEmpty()) {
      return List.of();
    }
    List<String> lines =
        response.content().indexOf('\n') < 0 ? response.turns() : pieces(response.content());
    return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** The lines, or the sentences and blocks if there are blocks, such as a list or code. */
  private static List<String> pieces(String text) {
    boolean isProse =
        text.lines().allMatch(line -> line.isBlank() || MarkdownLine.isProse(line.strip()));
    return isProse ? text.lines().toList() : segments(text);
  }

  private static List<String> segments(String text) {
    StreamingTextSegmenter segmenter = new StreamingTextSegmenter();
    segmenter.add(text);
    List<String> segments = new ArrayList<>();
    for (String next = segmenter.nextSegment(); next != null; next = segmenter.nextSegment()) {
      segments.add(next);
    }
    segments.add(segmenter.remaining());
    return segments;
  }

  /** Joins neighbours into this many groups, the first ones larger if not evenly divisible. */
  private static List<String> group(List<String> pieces, int groups) {
    int size = pieces.size() / groups;
    int larger = pieces.size() % groups;
    return IntStream.range(0, groups)
        .mapToObj(
            i ->
                pieces.subList(
                    i * size + Math.min(i, larger), (i + 1) * size + Math.min(i + 1, larger)))
        .map(AutoTurn::join)
        .toList();
  }

  /** Joins pieces as they were written: a block stays apart from what is beside it. */
  private static String join(List<String> pieces) {
    boolean hasBlock = pieces.stream().anyMatch(piece -> piece.indexOf('\n') >= 0);
    return String.join(hasBlock ? "\n\n" : " ", pieces);
  }
}
