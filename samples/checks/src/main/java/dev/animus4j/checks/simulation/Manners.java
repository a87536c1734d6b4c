package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.Deadlines;
import dev.animus4j.chat.Overlap;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUps;
import dev.animus4j.chat.turn.TypingPace;
import java.time.Duration;

/** The ways in which conversations are held. */
final class Manners {
  static final String SYSTEM = "Be kind.";

  private static final Deadlines SHORT =
      new Deadlines(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  private final World world;
  private final Chance chance;

  Manners(World world) {
    this.world = world;
    this.chance = world.chance();
  }

  /** Asking for a model of this name, by which it is known what is asked for. */
  ChatOptions any(String name) {
    Deadlines limits = chance.any(SHORT, SHORT.reply(Duration.ofSeconds(3)), Deadlines.DEFAULT);
    ChatOptions options =
        ChatOptions.of(name, SYSTEM)
            .remembering(chance.any(0, 1, 2, 5, 20, 20, 20))
            .overlap(overlap())
            .deadlines(limits.store(world.stores().limit()));
    options = world.has(Trouble.TOKENS) && chance.once(2) ? counted(options) : options;
    options = chance.percent(60) ? options.drawing() : options;
    options = chance.percent(60) ? options.inTurns(turns()) : options;
    return chance.once(3) ? options.streaming(chance.once(2)) : options;
  }

  private ChatOptions counted(ChatOptions options) {
    return options.rememberingTokens(chance.any(1, 30, 300, 100_000), Counting.any(world));
  }

  /** Such that a message is answered, or it shows that the conversation is stuck. */
  ChatOptions strict(String name) {
    return ChatOptions.of(name, SYSTEM)
        .overlap(Overlap.REJECT)
        .deadlines(Deadlines.DEFAULT.store(world.stores().limit()));
  }

  /** Whether it cuts short what comes before it. */
  boolean interrupts(Send send) {
    boolean does = send.options().overlap().policy() == Overlap.Policy.INTERRUPT;
    return does && !send.message().isEmpty();
  }

  /** Whether it takes the place of what waits before it. */
  boolean outdates(Send send) {
    boolean does = send.options().overlap().policy() == Overlap.Policy.DROP_STALE;
    return does && !send.message().isEmpty();
  }

  private AutoTurn turns() {
    FollowUps followUps = new FollowUps(chance.upTo(3), Duration.ofMillis(chance.delay(3_000)));
    TypingPace pace = chance.once(3) ? TypingPace.INSTANT : TypingPace.NATURAL;
    return new AutoTurn(1 + chance.upTo(3), pace, followUps);
  }

  private Overlap overlap() {
    return switch (chance.upTo(9)) {
      case 0, 1 -> Overlap.queue(chance.upTo(3));
      case 2, 3 -> Overlap.merge(Duration.ofMillis(chance.delay(3_000)));
      case 4 -> Overlap.REJECT;
      case 5 -> Overlap.DROP_STALE;
      default -> Overlap.INTERRUPT;
    };
  }
}
