package dev.animus4j.image.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.functions.Function;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Reads JSON from its source and hands each picture in it on as a stream of its own, at the pace of
 * the one being read. None of them completes before the whole document has been read and accepted;
 * until then all of them fail together.
 *
 * <p>Bytes, demand and departures come from any thread. Whoever comes first does the work of all,
 * one step after the other.
 */
final class Sieve implements FlowableSubscriber<Buffer> {
  private static final int MOST = 64;

  private final PictureScanner scanner;
  private final Origin origin;
  private final Function<JsonNode, IntPredicate> accept;
  private final FlowableEmitter<PictureBytes> pictures;
  private final AtomicInteger turns = new AtomicInteger();
  private final List<PictureBytes> open = new ArrayList<>();
  private @Nullable PictureBytes current;
  private @Nullable Subscription source;
  private boolean asked;
  private boolean over;
  private @Nullable Throwable outcome;
  private volatile @Nullable Buffer arrived;
  private volatile @Nullable Throwable broken;
  private volatile boolean exhausted;

  Sieve(
      PictureScanner scanner,
      Origin origin,
      Function<JsonNode, IntPredicate> accept,
      FlowableEmitter<PictureBytes> pictures) {
    this.scanner = scanner;
    this.origin = origin;
    this.accept = accept;
    this.pictures = pictures;
  }

  @Override
  public void onSubscribe(Subscription source) {
    this.source = source;
    pictures.setCancellable(source::cancel);
    turn();
  }

  @Override
  public void onNext(Buffer bytes) {
    arrived = bytes;
    turn();
  }

  @Override
  public void onError(Throwable failure) {
    broken = failure;
    turn();
  }

  @Override
  public void onComplete() {
    exhausted = true;
    turn();
  }

  private void turn() {
    int missed = turns.getAndIncrement() == 0 ? 1 : 0;
    while (missed != 0) {
      work();
      missed = turns.addAndGet(-missed);
    }
  }

  private void work() {
    try {
      boolean more = true;
      while (more && !over && !pictures.isCancelled()) {
        more = step();
      }
    } catch (Throwable failure) {
      leave();
      end(failure);
    }
    if (over) {
      open.removeIf(picture -> picture.end(outcome));
    }
  }

  /** One step; false when the next one has to wait for somebody. */
  private boolean step() throws Throwable {
    if (broken != null) {
      throw broken;
    }
    if (current != null && !current.isWanted()) {
      return false;
    }
    switch (scanner.next()) {
      case BEGIN -> begin();
      case BYTES -> give(scanner.piece());
      case END -> current = null;
      case MORE -> {
        return refill();
      }
    }
    return true;
  }

  private void begin() {
    if (open.size() == MOST) {
      String what = "the answer contains more than " + MOST + " pictures";
      throw new AnimusException.Protocol(origin, what, null);
    }
    current = new PictureBytes(open.size(), this::turn);
    open.add(current);
    pictures.onNext(current);
  }

  private void give(Buffer bytes) {
    if (current != null) {
      current.next(bytes);
    }
  }

  private void leave() {
    if (source != null) {
      source.cancel();
    }
  }

  private boolean refill() throws Throwable {
    Buffer next = arrived;
    if (next != null) {
      arrived = null;
      asked = false;
      scanner.feed(next);
      return true;
    }
    if (exhausted) {
      choose(accept.apply(scanner.rest()));
      end(null);
      return false;
    }
    if (!asked && source != null) {
      asked = true;
      source.request(1);
    }
    return false;
  }

  private void choose(IntPredicate wanted) {
    for (PictureBytes picture : open) {
      if (!wanted.test(picture.number())) {
        picture.discard();
      }
    }
  }

  /** Pictures that are being read are told first: their readers clean up before they tell on. */
  private void end(@Nullable Throwable failure) {
    over = true;
    outcome = failure;
    if (failure == null) {
      pictures.onComplete();
    } else if (open.isEmpty()) {
      pictures.tryOnError(failure);
    }
  }
}
