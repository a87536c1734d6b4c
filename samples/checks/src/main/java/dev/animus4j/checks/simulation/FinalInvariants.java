package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.List;

/** Invariants that hold when no task is left in a world. */
final class FinalInvariants {
  private FinalInvariants() {}

  static void verify(SimulatedWorld simulatedWorld, RandomUser randomUser) throws Throwable {
    simulatedWorld.directImages().verifyAll();
    simulatedWorld.registry().talks().forEach(ConversationVerifier::verifyAll);
    simulatedWorld.stores().verifyAll();
    simulatedWorld.stopDeviating();
    for (ConversationVerifier conversationVerifier : simulatedWorld.registry().talks()) {
      SentMessage probe = randomUser.probe(conversationVerifier);
      simulatedWorld.run();
      verifyUsable(probe);
    }
    simulatedWorld.busSubscribers().verify();
    simulatedWorld.busSubscribers().cancelAll();
    TestObserver<Void> closing = simulatedWorld.clients().client().closeAsync().test();
    simulatedWorld.run();
    closing.assertComplete();
  }

  /** Verifies that a further message is answered, whatever happened before. */
  private static void verifyUsable(SentMessage probe) {
    Invariant.holds(probe.isOver() && probe.grammar() != null, "not usable any more: %s", probe);
    List<ChatEvent> told = probe.grammar() == null ? List.of() : probe.grammar().events();
    boolean fine =
        told.get(told.size() - 1) instanceof ExchangeCompleted end
            && end.outcome() == ExchangeOutcome.COMPLETED
            && end.messages() == 1;
    Invariant.holds(fine, "not usable any more: %s", told);
  }
}
