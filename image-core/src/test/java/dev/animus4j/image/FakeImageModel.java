package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A model in the hands of a test: what it was asked, and what it is to tell. Who has been asked may
 * be told to draw from another thread at once.
 */
public final class FakeImageModel implements StreamingImageModel {
  static final FailureOrigin ORIGIN = FailureOrigin.of("easel");

  public final List<ImageRequest> asked = new CopyOnWriteArrayList<>();
  public final List<ReplayProcessor<ImageUpdate>> canvases = new CopyOnWriteArrayList<>();
  public final AtomicInteger cancelled = new AtomicInteger();

  @Override
  public Flowable<ImageUpdate> stream(ImageRequest request) {
    return Flowable.defer(
        () -> {
          ReplayProcessor<ImageUpdate> canvas = ReplayProcessor.create();
          canvases.add(canvas);
          asked.add(request);
          return canvas.doOnCancel(cancelled::incrementAndGet);
        });
  }

  /** Draws what the latest request asks for. */
  public Image draw() {
    Image image = image(asked.get(asked.size() - 1).prompt());
    ReplayProcessor<ImageUpdate> canvas = latest();
    canvas.onNext(image);
    canvas.onComplete();
    return image;
  }

  public ReplayProcessor<ImageUpdate> latest() {
    return canvases.get(canvases.size() - 1);
  }

  public static Image image(String prompt) {
    return image(prompt, "data:" + prompt.hashCode());
  }

  public static Image image(String prompt, String location) {
    return new Image(
        URI.create(location),
        new Image.Format("image/png", 1, 1, 70),
        prompt,
        new Image.Generation("test", "easel", "1", null, Duration.ZERO, null, null),
        Image.Lineage.NONE,
        false);
  }

  public static ImageUpdate progress(int index) {
    return new ImageUpdate.Progressed(index, null);
  }

  public static AnimusException unavailable() {
    return new AnimusException.Unavailable(ORIGIN, "down", false, (@Nullable Duration) null);
  }

  static AnimusException refused() {
    return new AnimusException.ContentPolicy(
        ORIGIN, AnimusException.Stage.PROMPT, List.of("violence"));
  }
}
