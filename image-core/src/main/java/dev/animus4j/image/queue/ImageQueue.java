package dev.animus4j.image.queue;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.StreamingImageModel;
import dev.animus4j.image.queue.ImageTicket.State;
import dev.animus4j.vertx.VerticleIndependentCalls;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.Objects;

/**
 * Queue of image requests with limited concurrency. Keys, such as the ids of users, take turns: a
 * key with a hundred requests does not delay a key with one. The queue is bounded; every accepted
 * request completes, fails or is cancelled.
 *
 * <p>Thread-safe and non-blocking: the model is never called on the stack of a caller that submits,
 * cancels or waits. A request submitted on an event loop is sent on that event loop, in a context
 * of its own, so that it does not end with a verticle; any other on one of RxJava's io threads.
 * Made for thousands of requests, not for millions: whenever one moves, all others are updated with
 * their positions.
 */
public final class ImageQueue {
  private final ImageModel model;
  private final Scheduler defaultScheduler;
  private final ImageQueueState imageQueueState;

  /**
   * Creates an empty queue.
   *
   * @param maxConcurrency how many requests may run at the same time
   * @param room how many more may wait
   */
  public ImageQueue(ImageModel model, int maxConcurrency, int room) {
    this(model, maxConcurrency, room, Schedulers.io());
  }

  /** Creates an empty queue with the scheduler of requests submitted on no event loop. */
  ImageQueue(ImageModel model, int maxConcurrency, int room, Scheduler defaultScheduler) {
    if (maxConcurrency < 1 || room < 0) {
      throw new IllegalArgumentException("nothing gets through: " + maxConcurrency + ", " + room);
    }
    this.model = model;
    this.defaultScheduler = defaultScheduler;
    this.imageQueueState = new ImageQueueState(maxConcurrency, room);
  }

  /**
   * Submits a request, which is sent to the model when its turn has come.
   *
   * @param key the key whose turn it uses, such as the id of a user
   * @throws AnimusException.RateLimited when the queue is full; the request was not accepted
   */
  public ImageTicket submit(String key, ImageRequest request) {
    ImageTicket ticket = new ImageTicket(this, key, request);
    imageQueueState.enqueue(ticket);
    return ticket;
  }

  /**
   * Returns the model behind this queue for {@code key}: subscribing submits, disposing cancels,
   * and a full queue is a failure.
   */
  public ImageModel forKey(String key) {
    return (StreamingImageModel)
        request ->
            FaultIsolation.flowable(
                () ->
                    Flowable.using(
                        () -> submit(key, request), ImageTicket::parts, ImageTicket::cancel));
  }

  void finish(ImageTicket ticket, State end) {
    imageQueueState.finish(ticket, end);
  }

  Flowable<ImageUpdate> modelParts(ImageRequest request) {
    Scheduler callerScheduler = VerticleIndependentCalls.detachedScheduler();
    return FaultIsolation.flowable(() -> model.stream(request))
        .subscribeOn(Objects.requireNonNullElse(callerScheduler, defaultScheduler), false);
  }
}
