package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.Outcome;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.List;

/** What must hold when nothing more happens in a world. */
final class Ending {
  private Ending() {}

  static void judge(World world, User user) throws Throwable {
    world.studio().judgeAll();
    world.register().talks().forEach(Talk::judgeAll);
    world.stores().judgeAll();
    world.calmDown();
    for (Talk talk : world.register().talks()) {
      Send probe = user.probe(talk);
      world.live();
      usable(probe);
    }
    world.followers().judge();
    world.followers().leave();
    TestObserver<Void> closing = world.clients().now().close().test();
    world.live();
    closing.assertComplete();
  }

  /** Whatever happened, the next message is answered. */
  private static void usable(Send probe) {
    Rule.that(probe.isOver() && probe.story() != null, "not usable any more: %s", probe);
    List<ChatEvent> told = probe.story() == null ? List.of() : probe.story().told();
    boolean fine =
        told.get(told.size() - 1) instanceof ExchangeCompleted end
            && end.outcome() == Outcome.COMPLETED
            && end.messages() == 1;
    Rule.that(fine, "not usable any more: %s", told);
  }
}
