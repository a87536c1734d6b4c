package dev.animus4j.image.queue;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.queue.ImageTicket.State;
import java.util.ArrayList;
import java.util.List;

/**
 * State of an image queue: running and waiting tickets. State changes are decided under a lock,
 * under which nothing else runs; their effects run afterwards, on the thread that caused them.
 */
final class ImageQueueState {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("image queue");

  private final int maxConcurrency;
  private final long capacity;
  private final RoundRobinQueue<ImageTicket> waiting = new RoundRobinQueue<>();
  private long admitted;
  private int running;

  ImageQueueState(int maxConcurrency, int room) {
    this.maxConcurrency = maxConcurrency;
    this.capacity = (long) maxConcurrency + room;
  }

  /** Enqueues a ticket; fails when the queue is full. */
  void enqueue(ImageTicket ticket) {
    notifyTickets(admit(ticket));
  }

  /** Ends a ticket. A second end is ignored, as when an image completes while it is cancelled. */
  void finish(ImageTicket ticket, State end) {
    notifyTickets(remove(ticket, end));
  }

  private synchronized List<ImageTicket> admit(ImageTicket ticket) {
    if (admitted >= capacity) {
      throw new AnimusException.RateLimited(ORIGIN, null);
    }
    admitted++;
    waiting.add(ticket.key(), ticket);
    return advance(new ArrayList<>());
  }

  private synchronized List<ImageTicket> remove(ImageTicket ticket, State end) {
    List<ImageTicket> moved = new ArrayList<>();
    if (ticket.isQueued()) {
      waiting.remove(ticket.key(), ticket);
    } else if (ticket.isRunning()) {
      running--;
    } else {
      return moved;
    }
    admitted--;
    ticket.transitionTo(end);
    moved.add(ticket);
    return advance(moved);
  }

  private List<ImageTicket> advance(List<ImageTicket> moved) {
    while (running < maxConcurrency) {
      ImageTicket next = waiting.poll();
      if (next == null) {
        break;
      }
      running++;
      next.transitionTo(new State.Running());
      moved.add(next);
    }
    int position = 1;
    for (ImageTicket ticket : waiting.toList()) {
      if (ticket.transitionTo(new State.Queued(position++))) {
        moved.add(ticket);
      }
    }
    return moved;
  }

  private static void notifyTickets(List<ImageTicket> moved) {
    moved.forEach(ImageTicket::disposeIfCancelled);
    moved.forEach(ImageTicket::startIfRunning);
    moved.forEach(ImageTicket::emitUpdates);
  }
}
