package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.ImageTicket.State;
import dev.animus4j.vertx.CallerContext;
import dev.animus4j.vertx.ContextScheduler;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Draws many requests, a few at a time. Keys, such as the ids of users, take turns: who hands in a
 * hundred does not keep waiting who hands in one. The queue is bounded; what it has taken is drawn,
 * fails or is cancelled, and never gets lost.
 *
 * <p>Safe for use by many threads, none of which it blocks or keeps. A request handed in on a
 * Vert.x context is sent on that context. Made for thousands of requests, not for millions:
 * whenever one moves, the others learn their positions.
 */
public final class ImageQueue {
  private static final Origin ORIGIN = Origin.of("image queue");

  private final ImageModel model;
  private final int atOnce;
  private final int room;
  private final AtomicInteger taken = new AtomicInteger();
  private final Steps steps = new Steps();
  private final Rotation<ImageTicket> waiting = new Rotation<>();
  private int running;

  /**
   * An empty queue.
   *
   * @param atOnce how many requests the model is asked at the same time
   * @param room how many more may wait
   */
  public ImageQueue(ImageModel model, int atOnce, int room) {
    if (atOnce < 1 || room < 0) {
      throw new IllegalArgumentException("nothing gets through: " + atOnce + ", " + room);
    }
    this.model = model;
    this.atOnce = atOnce;
    this.room = room;
  }

  /**
   * Hands in a request, which is drawn when its turn has come.
   *
   * @param key on whose behalf
   * @throws AnimusException.RateLimited when the queue is full; the request was not taken
   */
  public ImageTicket submit(String key, ImageRequest request) {
    int place = taken.getAndUpdate(all -> all < atOnce + room ? all + 1 : all);
    if (place >= atOnce + room) {
      throw new AnimusException.RateLimited(ORIGIN, null);
    }
    ImageTicket ticket = new ImageTicket(this, key, request, Math.max(1, place + 1 - atOnce));
    steps.take(() -> enqueue(ticket));
    return ticket;
  }

  /**
   * The model behind this queue, on behalf of {@code key}: subscribing hands in, disposing cancels,
   * and a full queue is a failure.
   */
  public ImageModel forKey(String key) {
    return (StreamingImageModel)
        request ->
            Flowable.using(() -> submit(key, request), ImageTicket::parts, ImageTicket::cancel);
  }

  void cancel(ImageTicket ticket) {
    steps.take(() -> end(ticket, new State.Cancelled()));
  }

  Flowable<ImagePart> drawing(ImageRequest request) {
    Context context = CallerContext.eventLoop();
    Flowable<ImagePart> parts = Isolation.flowable(() -> model.stream(request));
    return context == null ? parts : parts.subscribeOn(new ContextScheduler(context), false);
  }

  private void enqueue(ImageTicket ticket) {
    waiting.add(ticket.key(), ticket);
    advance();
  }

  /**
   * An end that comes after another one, as when a picture is done while it is cancelled, is none.
   */
  private void end(ImageTicket ticket, State state) {
    if (ticket.isQueued()) {
      waiting.remove(ticket.key(), ticket);
    } else if (ticket.isRunning()) {
      running--;
    } else {
      return;
    }
    taken.decrementAndGet();
    ticket.end(state);
    advance();
  }

  private void advance() {
    while (running < atOnce) {
      ImageTicket next = waiting.next();
      if (next == null) {
        return;
      }
      running++;
      next.run(state -> steps.take(() -> end(next, state)));
    }
    tellPositions();
  }

  private void tellPositions() {
    int position = 1;
    for (ImageTicket ticket : waiting.order()) {
      ticket.queued(position++);
    }
  }
}
