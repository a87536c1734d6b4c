package dev.animus4j.image.thumbnail;

import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.coobird.thumbnailator.makers.FixedSizeThumbnailMaker;
import net.coobird.thumbnailator.resizers.Resizers;

/** Encoder of decoded images as thumbnails. */
final class ThumbnailEncoder {
  private static final float QUALITY = 0.85f;

  private ThumbnailEncoder() {}

  /** Scales an image down to at most so many pixels a side, and encodes it. */
  static Buffer encode(BufferedImage image, int maxSide) {
    BufferedImage thumbnail = scale(image, maxSide);
    boolean hasAlpha = thumbnail.getColorModel().hasAlpha();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(hasAlpha ? "png" : "jpeg").next();
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(encoded)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(thumbnail, null, null), options(writer, hasAlpha));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      writer.dispose();
    }
    return Buffer.buffer(encoded.toByteArray());
  }

  private static ImageWriteParam options(ImageWriter writer, boolean lossless) {
    ImageWriteParam options = writer.getDefaultWriteParam();
    if (!lossless) {
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(QUALITY);
    }
    return options;
  }

  private static BufferedImage scale(BufferedImage image, int maxSide) {
    double factor = Math.min(1.0, (double) maxSide / Math.max(image.getWidth(), image.getHeight()));
    return factor == 1.0
        ? image
        : new FixedSizeThumbnailMaker(
                scaled(image.getWidth(), factor), scaled(image.getHeight(), factor), false, true)
            .imageType(image.getType())
            .resizer(Resizers.PROGRESSIVE)
            .make(image);
  }

  private static int scaled(int side, double factor) {
    return (int) Math.max(1, Math.round(side * factor));
  }
}
