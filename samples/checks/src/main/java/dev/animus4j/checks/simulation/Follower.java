package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Somebody who listens on the bus, and what he is to hear there. */
final class Follower {
  private final Listener ear;
  private final Map<Talk, Part> parts;
  private Predicate<ChatEvent> missed = event -> false;
  private Disposable listening = Disposable.empty();

  /** The events of a conversation behind this one; behind {@code from} from now on. */
  record Part(List<ChatEvent> told, long from) {

    /** From the next one on. */
    static Part now(Talk talk) {
      return new Part(talk.told(), talk.latest());
    }

    private Stream<ChatEvent> heard() {
      return told.stream().filter(event -> event.sequence() > from);
    }
  }

  Follower(Listener ear, Map<Talk, Part> parts) {
    this.ear = ear;
    this.parts = parts;
  }

  /** He does not hear these. */
  void but(Predicate<ChatEvent> missed) {
    this.missed = missed;
  }

  void listening(Disposable listening) {
    this.listening = listening;
  }

  /** Where he can go on; behind the last thing he heard of a conversation. */
  long last(Talk talk) {
    return of(talk).reduce((a, b) -> b).map(ChatEvent::sequence).orElse(0L);
  }

  boolean isOf(Talk talk) {
    return parts.containsKey(talk) && parts.size() == 1;
  }

  void leave() {
    ear.leave();
    listening.dispose();
  }

  /** He heard all of it, or the beginning if he left. */
  void judge() {
    if (ear.failure() != null) {
      throw new AssertionError("a listener on the bus was failed", ear.failure());
    }
    parts.forEach(this::judge);
  }

  private void judge(Talk talk, Part part) {
    List<ChatEvent> told = part.heard().filter(missed.negate()).toList();
    int count = Deltas.heard(of(talk).toList(), told);
    boolean whole = ear.isGone() || count == told.size();
    Rule.that(whole, "not heard on the bus: %s", told.subList(count, told.size()));
  }

  private Stream<ChatEvent> of(Talk talk) {
    return ear.heard().stream().filter(event -> event.conversationId().equals(talk.id()));
  }
}
