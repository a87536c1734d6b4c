package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageTicket.State;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is drawn for, and who waits. What comes next is decided under a lock, under which nothing
 * else is done; what follows from it is done afterwards, by whoever had it decided.
 */
final class Line {
  private static final Origin ORIGIN = Origin.of("image queue");

  private final int atOnce;
  private final long most;
  private final Rotation<ImageTicket> waiting = new Rotation<>();
  private long taken;
  private int running;

  Line(int atOnce, int room) {
    this.atOnce = atOnce;
    this.most = (long) atOnce + room;
  }

  /** Fails when there is no room. */
  void enter(ImageTicket ticket) {
    follow(entered(ticket));
  }

  /**
   * An end that comes after another one, as when a picture is done while it is cancelled, is none.
   */
  void leave(ImageTicket ticket, State end) {
    follow(left(ticket, end));
  }

  private synchronized List<ImageTicket> entered(ImageTicket ticket) {
    if (taken >= most) {
      throw new AnimusException.RateLimited(ORIGIN, null);
    }
    taken++;
    waiting.add(ticket.key(), ticket);
    return advanced(new ArrayList<>());
  }

  private synchronized List<ImageTicket> left(ImageTicket ticket, State end) {
    List<ImageTicket> moved = new ArrayList<>();
    if (ticket.isQueued()) {
      waiting.remove(ticket.key(), ticket);
    } else if (ticket.isRunning()) {
      running--;
    } else {
      return moved;
    }
    taken--;
    ticket.move(end);
    moved.add(ticket);
    return advanced(moved);
  }

  private List<ImageTicket> advanced(List<ImageTicket> moved) {
    while (running < atOnce) {
      ImageTicket next = waiting.next();
      if (next == null) {
        break;
      }
      running++;
      next.move(new State.Running());
      moved.add(next);
    }
    int position = 1;
    for (ImageTicket ticket : waiting.order()) {
      if (ticket.move(new State.Queued(position++))) {
        moved.add(ticket);
      }
    }
    return moved;
  }

  private static void follow(List<ImageTicket> moved) {
    moved.forEach(ImageTicket::stop);
    moved.forEach(ImageTicket::begin);
    moved.forEach(ImageTicket::tell);
  }
}
