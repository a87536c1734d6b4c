package dev.animus4j.chat;

import dev.animus4j.resilience.TimeLimit;
import java.time.Duration;

/**
 * How long the steps of an exchange may take, whichever model takes them. What takes longer is
 * given up, its request is ended, and the failure is told. These come on top of the limits a
 * provider has for its own requests.
 *
 * @param firstToken from asking the model to the first word, or to the answer if it does not stream
 * @param gap between two words
 * @param reply from asking the model to the end of its answer; these three count anew when it is
 *     asked again with what its tools answered, and leave out the time those take
 * @param image from asking for a picture to its being stored
 * @param exchange from the beginning to the last request, tools included; nothing is asked for
 *     after that
 * @param store for the history, or the store of attachments, to read or to write something. What it
 *     does with an entry that it was given too late nobody knows
 */
public record Deadlines(
    Duration firstToken,
    Duration gap,
    Duration reply,
    Duration image,
    Duration exchange,
    Duration store) {

  /**
   * 2 minutes to the first word, 1 between words, 10 for an answer, 5 for a picture, 30 in all; 30
   * s for a store.
   */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30));

  /** Fails for what is zero or negative; more than a year is a year. */
  public Deadlines {
    firstToken = TimeLimit.positive("firstToken", firstToken);
    gap = TimeLimit.positive("gap", gap);
    reply = TimeLimit.positive("reply", reply);
    image = TimeLimit.positive("image", image);
    exchange = TimeLimit.positive("exchange", exchange);
    store = TimeLimit.positive("store", store);
  }

  public Deadlines firstToken(Duration firstToken) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  public Deadlines gap(Duration gap) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  public Deadlines reply(Duration reply) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  public Deadlines image(Duration image) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  public Deadlines exchange(Duration exchange) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  public Deadlines store(Duration store) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }
}
