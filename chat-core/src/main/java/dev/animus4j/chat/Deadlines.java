package dev.animus4j.chat;

import dev.animus4j.resilience.DurationChecks;
import java.time.Duration;

/**
 * Time limits for the steps of an exchange, in addition to those that a provider has for its
 * requests. A step that takes longer is cancelled, its request ended, and its failure published.
 *
 * @param firstToken how long a streamed response may be silent before its first token, which may be
 *     one of reasoning; whatever arrives, such as a part of a tool call or a comment that keeps the
 *     connection alive, ends the silence
 * @param gap how long it may be silent after its first token. A response that is not streamed may
 *     take as long as {@code reply}
 * @param reply from the request to the end of the response; these three start anew when the model
 *     is called again with the results of tools, and leave out the time those take
 * @param image from the request for an image to its being stored
 * @param exchange for all requests of an exchange together, from its start on: replies, tools,
 *     follow-ups and the image. One that is running when it ends is cancelled, and none is sent
 *     after it. It holds even where the limits above are longer
 * @param store for a history or attachment store to read or to write. Whether it keeps an entry
 *     whose time was up is unknown
 */
public record Deadlines(
    Duration firstToken,
    Duration gap,
    Duration reply,
    Duration image,
    Duration exchange,
    Duration store) {

  /**
   * 2 minutes to the first token, 1 between tokens, 10 for a response, 5 for an image, 30 in all;
   * 30 s for a store.
   */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30));

  /** Rejects values that are zero or negative; more than a year counts as a year. */
  public Deadlines {
    firstToken = DurationChecks.requirePositive("firstToken", firstToken);
    gap = DurationChecks.requirePositive("gap", gap);
    reply = DurationChecks.requirePositive("reply", reply);
    image = DurationChecks.requirePositive("image", image);
    exchange = DurationChecks.requirePositive("exchange", exchange);
    store = DurationChecks.requirePositive("store", store);
  }

  /** The same with another time until the first token. */
  public Deadlines withFirstToken(Duration firstToken) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  /** The same with another time between two parts of a response. */
  public Deadlines withGap(Duration gap) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  /** The same with another time for a whole response. */
  public Deadlines withReply(Duration reply) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  /** The same with another time for an image. */
  public Deadlines withImage(Duration image) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  /** The same with another time for the whole exchange. */
  public Deadlines withExchange(Duration exchange) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }

  /** The same with another time for each call of a store. */
  public Deadlines withStore(Duration store) {
    return new Deadlines(firstToken, gap, reply, image, exchange, store);
  }
}
