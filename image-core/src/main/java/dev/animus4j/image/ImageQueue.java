package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.image.ImageTicket.State;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.Objects;

/**
 * Draws many requests, a few at a time. Keys, such as the ids of users, take turns: who hands in a
 * hundred does not keep waiting who hands in one. The queue is bounded; what it has taken is drawn,
 * fails or is cancelled, and never gets lost.
 *
 * <p>Safe for use by many threads, none of which it blocks or keeps: the model is never asked by
 * whoever hands in, cancels or waits. A request handed in on an event loop is sent on that event
 * loop, in a context of its own, so that it does not end with a verticle; any other on one of
 * RxJava's io threads. Made for thousands of requests, not for millions: whenever one moves, the
 * others learn their positions.
 */
public final class ImageQueue {
  private final ImageModel model;
  private final Scheduler elsewhere;
  private final Line line;

  /**
   * An empty queue.
   *
   * @param atOnce how many requests the model is asked at the same time
   * @param room how many more may wait
   */
  public ImageQueue(ImageModel model, int atOnce, int room) {
    this(model, atOnce, room, Schedulers.io());
  }

  /** An empty queue that sends {@code elsewhere} what was handed in on no event loop. */
  ImageQueue(ImageModel model, int atOnce, int room, Scheduler elsewhere) {
    if (atOnce < 1 || room < 0) {
      throw new IllegalArgumentException("nothing gets through: " + atOnce + ", " + room);
    }
    this.model = model;
    this.elsewhere = elsewhere;
    this.line = new Line(atOnce, room);
  }

  /**
   * Hands in a request, which is drawn when its turn has come.
   *
   * @param key on whose behalf
   * @throws AnimusException.RateLimited when the queue is full; the request was not taken
   */
  public ImageTicket submit(String key, ImageRequest request) {
    ImageTicket ticket = new ImageTicket(this, key, request);
    line.enter(ticket);
    return ticket;
  }

  /**
   * The model behind this queue, on behalf of {@code key}: subscribing hands in, disposing cancels,
   * and a full queue is a failure.
   */
  public ImageModel forKey(String key) {
    return (StreamingImageModel)
        request ->
            Isolation.flowable(
                () ->
                    Flowable.using(
                        () -> submit(key, request), ImageTicket::parts, ImageTicket::cancel));
  }

  void leave(ImageTicket ticket, State end) {
    line.leave(ticket, end);
  }

  Flowable<ImagePart> drawing(ImageRequest request) {
    Scheduler own = SharedCall.scheduler();
    return Isolation.flowable(() -> model.stream(request))
        .subscribeOn(Objects.requireNonNullElse(own, elsewhere), false);
  }
}
