package dev.animus4j.chat;

import dev.animus4j.chat.Overlap.Policy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.Recording;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides when the exchanges of a conversation begin. Touched on its own Vert.x context only. */
final class Lane {
  private final Conversation conversation;
  private final Running running;
  private final Deque<Pass> waiting = new ArrayDeque<>();
  private @Nullable Pass current;

  Lane(Conversation conversation, Running running) {
    this.conversation = conversation;
    this.running = running;
  }

  /**
   * What a message leads to, once it is its turn. The turn is given back however that ends.
   *
   * @param recording where it is recorded
   */
  Flowable<ChatEvent> exchange(Message message, ChatOptions options, Recording recording) {
    return Isolation.<ChatEvent>flowable(() -> admitted(message, options, recording))
        .onErrorResumeNext(cause -> Exchange.refused(cause, conversation));
  }

  private Flowable<ChatEvent> admitted(Message message, ChatOptions options, Recording recording) {
    if (message.role() != Role.USER || message.isEmpty()) {
      throw new AnimusException.InvalidRequest(
          Origin.of("animus4j"), "a user must say or show something");
    }
    Overlap overlap = options.overlap();
    Pass open = overlap.policy() == Policy.MERGE ? open() : null;
    return open != null
        ? open.merged(message)
        : Flowable.using(
            () -> enter(message, overlap, recording),
            pass -> Exchange.of(pass, conversation, options),
            this::leave,
            false);
  }

  /**
   * A pass for a message. Fails with {@link AnimusException.Unavailable} if there is no room.
   *
   * @param recording of what it leads to
   */
  private Pass enter(Message message, Overlap overlap, Recording recording) {
    Pass pass = new Pass(message, recording, conversation.scheduler(), overlap.debounce());
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
    running.closing().ifPresent(pass.interruption()::because);
    return placed(pass);
  }

  /** The pass that a message can still become part of; null when there is none. */
  private @Nullable Pass open() {
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

  private void leave(Pass pass) {
    waiting.remove(pass);
    if (pass == current) {
      current = waiting.poll();
      if (current != null) {
        current.begin();
      }
    }
  }

  private Pass placed(Pass pass) {
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
