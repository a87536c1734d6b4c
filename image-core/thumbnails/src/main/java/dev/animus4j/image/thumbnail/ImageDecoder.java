package dev.animus4j.image.thumbnail;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;

/**
 * Decoder of images for thumbnails. Rows and columns that a thumbnail does not need are left out
 * while they are read, as far as the format allows.
 */
record ImageDecoder(String mediaType, long maxPixels) {
  /** How much more is decoded than needed, so that scaling has something to smooth. */
  private static final int OVERSAMPLING = 4;

  /** Creates a decoder for images of this type; fails if there is none. */
  static ImageDecoder of(String mediaType, long maxPixels) {
    return switch (mediaType) {
      case "image/png", "image/jpeg", "image/gif", "image/webp" ->
          new ImageDecoder(mediaType, maxPixels);
      default -> throw Thumbnails.failure("there are no thumbnails of " + mediaType);
    };
  }

  /** Decodes an image, the right way up, not much smaller than its thumbnail. */
  BufferedImage decode(Buffer file, int maxSide) {
    byte[] bytes = file.getBytes();
    try {
      if (mediaType.equals("image/webp")) {
        WebpFrames.check(file, maxPixels);
      }
      BufferedImage decoded = plain(decode(bytes, maxSide));
      return mediaType.equals("image/jpeg")
          ? ExifOrientation.find(file)
              .map(found -> ExifFilterUtils.getFilterForOrientation(found).apply(decoded))
              .orElse(decoded)
          : decoded;
    } catch (IOException | RuntimeException damaged) {
      throw damaged instanceof AnimusException.InvalidRequest typed
          ? typed
          : Thumbnails.failure("the picture is damaged, or of a kind that cannot be decoded");
    }
  }

  private BufferedImage decode(byte[] bytes, int maxSide) throws IOException {
    ImageReader reader = reader();
    try (MemoryCacheImageInputStream input = input(bytes)) {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if ((long) width * height > maxPixels) {
        throw Thumbnails.failure("the picture has more than " + maxPixels + " pixels");
      }
      int step = Math.max(1, Math.max(width, height) / (OVERSAMPLING * maxSide));
      ImageReadParam options = reader.getDefaultReadParam();
      options.setSourceRegion(new Rectangle(width, height));
      options.setSourceSubsampling(Math.min(step, width), Math.min(step, height), 0, 0);
      return reader.read(0, options);
    } finally {
      reader.dispose();
    }
  }

  private ImageReader reader() {
    return mediaType.equals("image/webp")
        ? new WebPImageReaderSpi().createReaderInstance(null)
        : ImageIO.getImageReadersByMIMEType(mediaType).next();
  }

  /** Not by {@link ImageIO}, which would write it to a temporary file. */
  private static MemoryCacheImageInputStream input(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  /** Copies an image of any colour model into one that all can scale and encode. */
  private static BufferedImage plain(BufferedImage image) {
    int type =
        image.getColorModel().hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), type);
    Graphics2D graphics = plain.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return plain;
  }
}
