package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Renders images off the event loop, and caches the latest. Confined to one event loop, so that
 * concurrent equal requests are rendered once.
 */
final class ImageRenderer {
  private static final long KEPT_PIXELS = 48L << 20;

  private final WorkerExecutor renderExecutor;
  private final Map<ImageSpec, Future<Buffer>> images = new LinkedHashMap<>(64, 0.75f, true);
  private long pixels;

  ImageRenderer(Vertx vertx) {
    renderExecutor = vertx.createSharedWorkerExecutor("animus4j-simulator-studio", 2);
    if (System.getProperty("java.awt.headless") == null) {
      // or AWT opens a connection to the desktop, where there is one
      System.setProperty("java.awt.headless", "true");
    }
  }

  /** GET of an image URL. */
  Future<SimulatedResponse> serve(SimulatedRequest request) {
    ImageSpec imageSpec =
        ImageSpec.parse(request.path())
            .orElseThrow(() -> new RejectedRequest(404, "No such picture.", null, "not_found"));
    return png(imageSpec).map(png -> SimulatedResponse.bytes(200, "image/png", png));
  }

  /** The image as PNG. */
  Future<Buffer> png(ImageSpec imageSpec) {
    Future<Buffer> cached = images.get(imageSpec);
    if (cached != null) {
      return cached;
    }
    Future<Buffer> image = renderExecutor.executeBlocking(() -> encode(paint(imageSpec)), false);
    images.put(imageSpec, image);
    pixels += size(imageSpec);
    evictOldest();
    return image;
  }

  /** The spec of an image rendered here, as long as it is cached. */
  Optional<ImageSpec> motif(Buffer png) {
    return images.entrySet().stream()
        .filter(cached -> png.equals(cached.getValue().result()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** A partial version of the image, in the same size. */
  Future<Buffer> draft(ImageSpec imageSpec, int coarseness) {
    return renderExecutor.executeBlocking(() -> encode(paintCoarse(imageSpec, coarseness)), false);
  }

  private void evictOldest() {
    Iterator<ImageSpec> oldest = images.keySet().iterator();
    while (pixels > KEPT_PIXELS && oldest.hasNext()) {
      pixels -= size(oldest.next());
      oldest.remove();
    }
  }

  private static long size(ImageSpec imageSpec) {
    return (long) imageSpec.width() * imageSpec.height();
  }

  private static BufferedImage paint(ImageSpec imageSpec) {
    Canvas canvas = new Canvas(imageSpec);
    imageSpec.scene().paint(canvas);
    return imageSpec.transparent() ? cutOut(canvas.image()) : canvas.image();
  }

  /** The middle of an image, the rest of which becomes transparent. */
  private static BufferedImage cutOut(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage middle = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    var graphics = middle.createGraphics();
    graphics.setClip(new Ellipse2D.Float(0, 0, width, height));
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return middle;
  }

  private static BufferedImage paintCoarse(ImageSpec imageSpec, int coarseness) {
    BufferedImage small =
        paint(imageSpec.resize(imageSpec.width() / coarseness, imageSpec.height() / coarseness));
    BufferedImage image = new BufferedImage(imageSpec.width(), imageSpec.height(), small.getType());
    var graphics = image.createGraphics();
    graphics.drawImage(small, 0, 0, imageSpec.width(), imageSpec.height(), null);
    graphics.dispose();
    return image;
  }

  private static Buffer encode(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
