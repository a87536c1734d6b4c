package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.vertx.DrainLoop;
import io.reactivex.rxjava3.core.FlowableEmitter;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * Demultiplexer that reads JSON from its source and emits each image in it as a stream of its own,
 * at the pace of the subscriber of the current one. No stream completes before the whole document
 * has been read and accepted, or has broken off: then those complete whose images are whole.
 *
 * <p>Bytes, requests and cancellations come from any thread. The first thread drains for all, one
 * step after the other.
 */
final class ImageDemultiplexer extends DrainLoop implements FlowableSubscriber<Buffer> {
  private static final int MAX_IMAGES = 64;

  private final Base64ImageScanner scanner;
  private final FailureOrigin origin;
  private final Function<JsonNode, IntPredicate> select;
  private final FlowableEmitter<ImageByteStream> emitter;
  private final List<ImageByteStream> open = new ArrayList<>();
  private @Nullable ImageByteStream current;
  private @Nullable Subscription source;
  private boolean requested;
  private long skipped;
  private boolean keepsWhole = true;
  private boolean terminated;
  private @Nullable Throwable terminalFailure;
  private volatile @Nullable Buffer nextBuffer;
  private volatile @Nullable Throwable sourceFailure;
  private volatile boolean sourceCompleted;

  ImageDemultiplexer(
      Base64ImageScanner scanner,
      FailureOrigin origin,
      Function<JsonNode, IntPredicate> select,
      FlowableEmitter<ImageByteStream> emitter) {
    this.scanner = scanner;
    this.origin = origin;
    this.select = select;
    this.emitter = emitter;
  }

  @Override
  public void onSubscribe(Subscription source) {
    this.source = source;
    emitter.setCancellable(source::cancel);
    drain();
  }

  @Override
  public void onNext(Buffer bytes) {
    nextBuffer = bytes;
    drain();
  }

  @Override
  public void onError(Throwable failure) {
    sourceFailure = failure;
    drain();
  }

  @Override
  public void onComplete() {
    sourceCompleted = true;
    drain();
  }

  @Override
  protected void drainOnce() {
    try {
      boolean more = true;
      while (more && !terminated && !emitter.isCancelled()) {
        more = step();
      }
    } catch (Throwable failure) {
      cancelSource();
      terminate(failure);
    }
    if (terminated) {
      open.removeIf(image -> image.terminate(isWhole(image) ? null : terminalFailure));
    }
  }

  /** Runs one step; false when the next one has to wait for bytes or demand. */
  private boolean step() throws Throwable {
    if (sourceFailure != null) {
      throw sourceFailure;
    }
    if (current != null && !current.hasDemand()) {
      return false;
    }
    switch (scanner.next()) {
      case BEGIN -> beginImage();
      case BYTES -> emit(scanner.piece());
      case END -> endImage();
      case MORE -> {
        return refill();
      }
    }
    return true;
  }

  private void beginImage() {
    if (open.size() == MAX_IMAGES) {
      String what = "the answer contains more than " + MAX_IMAGES + " pictures";
      throw new AnimusException.Protocol(origin, what, null);
    }
    skipped = 0;
    current = new ImageByteStream(open.size(), this::drain);
    open.add(current);
    emitter.onNext(current);
  }

  private void emit(Buffer bytes) {
    if (current != null && current.isClosed()) {
      skipped += bytes.length();
      if (skipped > current.maxSkipped() || scanner.isInFile()) {
        cancelSource();
        terminate(null); // as a document that broke off, for the refusal of this image
      }
    } else if (current != null) {
      current.emit(bytes);
    }
  }

  private void endImage() {
    if (current != null) {
      current.end();
    }
    current = null;
  }

  private void cancelSource() {
    if (source != null) {
      source.cancel();
    }
  }

  private boolean refill() throws Throwable {
    Buffer next = nextBuffer;
    if (next != null) {
      nextBuffer = null;
      requested = false;
      scanner.feed(next);
      return true;
    }
    if (sourceCompleted) {
      JsonNode document = scanner.remainder();
      keepsWhole = false; // what fails now, rejects them too
      discardUnselected(select.apply(document));
      terminate(null);
      return false;
    }
    if (!requested && source != null) {
      requested = true;
      source.request(1);
    }
    return false;
  }

  private void discardUnselected(IntPredicate wanted) {
    for (ImageByteStream image : open) {
      if (!wanted.test(image.number())) {
        image.discard();
      }
    }
  }

  /**
   * The streams of open images fail with it, and their subscribers clean up before they emit the
   * failure; the images that are whole already can be stored.
   */
  private void terminate(@Nullable Throwable failure) {
    terminated = true;
    terminalFailure = failure;
    boolean isTold = open.stream().anyMatch(image -> !image.isClosed() && !isWhole(image));
    if (failure == null || isTold) {
      emitter.onComplete();
    } else {
      emitter.tryOnError(failure);
    }
  }

  private boolean isWhole(ImageByteStream image) {
    return keepsWhole && image.hasEnded();
  }
}
