package dev.animus4j.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
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
 * Draws pictures, away from the event loop, and keeps the latest. Used on one event loop only, so
 * that equal pictures asked for at the same time are drawn once.
 */
final class Gallery {
  private static final long KEPT_PIXELS = 48L << 20;

  private final WorkerExecutor studio;
  private final Map<Motif, Future<Buffer>> pictures = new LinkedHashMap<>(64, 0.75f, true);
  private long pixels;

  Gallery(Vertx vertx) {
    studio = vertx.createSharedWorkerExecutor("animus4j-simulator-studio", 2);
    if (System.getProperty("java.awt.headless") == null) {
      // or drawing opens a connection to the desktop, where there is one
      System.setProperty("java.awt.headless", "true");
    }
  }

  /** GET of one of the addresses handed out. */
  Future<Answer> answer(Call call) {
    Motif motif =
        Motif.at(call.path())
            .orElseThrow(() -> new Refusal(404, "No such picture.", null, "not_found"));
    return png(motif).map(png -> Answer.bytes(200, "image/png", png));
  }

  /** The picture as PNG. */
  Future<Buffer> png(Motif motif) {
    Future<Buffer> kept = pictures.get(motif);
    if (kept != null) {
      return kept;
    }
    Future<Buffer> drawn = studio.executeBlocking(() -> encoded(painted(motif)), false);
    pictures.put(motif, drawn);
    pixels += size(motif);
    forgetOldest();
    return drawn;
  }

  /** What a picture shows that was drawn here, as long as it is kept. */
  Optional<Motif> motif(Buffer png) {
    return pictures.entrySet().stream()
        .filter(kept -> png.equals(kept.getValue().result()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The picture as it looks when it is only half finished, in the same size. */
  Future<Buffer> draft(Motif motif, int coarseness) {
    return studio.executeBlocking(() -> encoded(coarse(motif, coarseness)), false);
  }

  private void forgetOldest() {
    Iterator<Motif> oldest = pictures.keySet().iterator();
    while (pixels > KEPT_PIXELS && oldest.hasNext()) {
      pixels -= size(oldest.next());
      oldest.remove();
    }
  }

  private static long size(Motif motif) {
    return (long) motif.width() * motif.height();
  }

  private static BufferedImage painted(Motif motif) {
    Canvas canvas = new Canvas(motif);
    motif.scene().paint(canvas);
    return canvas.finished();
  }

  private static BufferedImage coarse(Motif motif, int coarseness) {
    BufferedImage small =
        painted(motif.sized(motif.width() / coarseness, motif.height() / coarseness));
    BufferedImage image =
        new BufferedImage(motif.width(), motif.height(), BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.drawImage(small, 0, 0, motif.width(), motif.height(), null);
    graphics.dispose();
    return image;
  }

  private static Buffer encoded(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
