package dev.animus4j.chat;

import dev.animus4j.chat.Overlap.Policy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when the exchanges of a conversation begin. Touched on its own Vert.x context only. */
final class Lane {
  private final Scheduler clock;
  private final Deque<Pass> waiting = new ArrayDeque<>();
  private @Nullable Pass current;

  Lane(Scheduler clock) {
    this.clock = clock;
  }

  /**
   * A pass for a message. Fails with {@link AnimusException.Unavailable} if there is no room.
   *
   * @param told where is told what it leads to
   */
  Pass enter(Message message, Overlap overlap, Flowable<ChatEvent> told) {
    Pass pass = new Pass(message, told, clock, overlap.debounce());
    if (overlap.policy() == Policy.INTERRUPT) {
      interrupt("newMessage");
      current = null;
    } else if (overlap.policy() == Policy.DROP_STALE) {
      interruptWaiting("stale");
    } else if (current != null && waiting.size() >= overlap.limit()) {
      String why = overlap.limit() == 0 ? "it is busy" : "too many messages wait already";
      throw new AnimusException.Unavailable(
          Origin.of("this conversation"), why, false, (Duration) null);
    }
    return admitted(pass);
  }

  /** The pass that a message can still become part of; null when there is none. */
  @Nullable Pass open() {
    Pass last = waiting.isEmpty() ? current : waiting.getLast();
    return last != null && last.isOpen() ? last : null;
  }

  /** Cuts short what is being said, and what waits to be. */
  void interrupt(String reason) {
    interruptWaiting(reason);
    if (current != null) {
      current.interruption().because(reason);
    }
  }

  /** The exchange of this pass is over. */
  void leave(Pass pass) {
    waiting.remove(pass);
    if (pass == current) {
      current = waiting.poll();
      if (current != null) {
        current.begin();
      }
    }
  }

  private Pass admitted(Pass pass) {
    if (current == null) {
      current = pass;
      pass.begin();
    } else {
      waiting.add(pass);
      pass.queue(waiting.size());
    }
    return pass;
  }

  private void interruptWaiting(String reason) {
    List.copyOf(waiting).forEach(pass -> pass.interruption().because(reason));
  }
}
