package dev.animus4j.simulator;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/**
 * Image being painted. Coordinates go from 0 to 1 both ways, from the top left; colours are hue in
 * degrees, saturation, brightness and opacity, tinted by the mood. Random numbers are seeded: an
 * equal spec gives an equal image.
 */
final class Canvas {
  private final BufferedImage image;
  private final Graphics2D graphics;
  private final Random random;
  private final float saturation;
  private final float brightness;

  Canvas(ImageSpec imageSpec) {
    image = new BufferedImage(imageSpec.width(), imageSpec.height(), BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    random = new Random(imageSpec.variant() * 7919L + imageSpec.scene().ordinal());
    saturation =
        (float) imageSpec.moods().stream().mapToDouble(Mood::saturation).reduce(1, times());
    brightness =
        (float) imageSpec.moods().stream().mapToDouble(Mood::brightness).reduce(1, times());
  }

  private static DoubleBinaryOperator times() {
    return (a, b) -> a * b;
  }

  BufferedImage image() {
    graphics.dispose();
    return image;
  }

  Color color(double hue, double saturation, double brightness, double opacity) {
    int rgb =
        Color.HSBtoRGB(
            (float) (hue / 360),
            (float) Math.min(1, saturation * this.saturation),
            (float) Math.min(1, brightness * this.brightness));
    return new Color((rgb & 0xFFFFFF) | (int) (opacity * 255) << 24, true);
  }

  Color color(double hue, double saturation, double brightness) {
    return color(hue, saturation, brightness, 1);
  }

  /** A random number between two. */
  double random(double low, double high) {
    return low + random.nextDouble() * (high - low);
  }

  /** Paints a band over the whole width, from one colour at its top to another at its bottom. */
  void band(double top, double bottom, Color upper, Color lower) {
    int from = Math.round(y(top));
    int to = Math.round(y(bottom));
    graphics.setPaint(new GradientPaint(0, from, upper, 0, to, lower));
    graphics.fillRect(0, from, image.getWidth(), to - from);
  }

  /** Sets the colour of what is painted next. */
  Canvas paintWith(Color color) {
    graphics.setPaint(color);
    return this;
  }

  void box(double x, double y, double width, double height) {
    graphics.fill(new Rectangle2D.Float(x(x), y(y), x(width), y(height)));
  }

  /** Paints a disc, its radius relative to the height. */
  void disc(double x, double y, double radius, Color color) {
    graphics.setPaint(color);
    graphics.fill(around(x, y, radius, radius));
  }

  /** Paints a horizontal ellipse, such as a cloud or a reflection on water. */
  void streak(double x, double y, double halfWidth, double halfHeight) {
    graphics.fill(around(x, y, halfWidth, halfHeight));
  }

  /** Paints light that fades out from a point. */
  void glow(double x, double y, double radius, Color color) {
    Color dark = new Color(color.getRGB() & 0xFFFFFF, true);
    float[] stops = {0f, 1f};
    graphics.setPaint(
        new RadialGradientPaint(x(x), y(y), y(radius), stops, new Color[] {color, dark}));
    graphics.fill(around(x, y, radius, radius));
  }

  void triangle(double x, double top, double bottom, double halfWidth) {
    Path2D.Float path = new Path2D.Float();
    path.moveTo(x(x), y(top));
    path.lineTo(x(x) + y(halfWidth), y(bottom));
    path.lineTo(x(x) - y(halfWidth), y(bottom));
    path.closePath();
    graphics.fill(path);
  }

  /** Paints a rugged skyline of hills around a height, filled down to the bottom. */
  void ridge(double height, double ruggedness, Color color) {
    double[] phases = random.doubles(6, 0, 2 * Math.PI).toArray();
    Path2D.Float path = new Path2D.Float();
    path.moveTo(0, image.getHeight());
    for (int step = 0; step <= 128; step++) {
      double x = step / 128.0;
      double y = height;
      for (int wave = 0; wave < phases.length; wave++) {
        double frequency = 3.1 * Math.pow(1.9, wave);
        y += ruggedness * Math.sin(frequency * x + phases[wave]) / Math.pow(1.75, wave);
      }
      path.lineTo(x(x), y(y));
    }
    path.lineTo(image.getWidth(), image.getHeight());
    path.closePath();
    graphics.setPaint(color);
    graphics.fill(path);
  }

  private Ellipse2D around(double x, double y, double halfWidth, double halfHeight) {
    float across = y(halfWidth);
    float down = y(halfHeight);
    return new Ellipse2D.Float(x(x) - across, y(y) - down, 2 * across, 2 * down);
  }

  private float x(double part) {
    return (float) (part * image.getWidth());
  }

  private float y(double part) {
    return (float) (part * image.getHeight());
  }
}
