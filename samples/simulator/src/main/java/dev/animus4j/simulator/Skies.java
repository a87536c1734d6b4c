package dev.animus4j.simulator;

import java.awt.geom.Rectangle2D;

/** Scenes in front of the sky. */
final class Skies {
  private Skies() {}

  static void night(Canvas canvas) {
    double hue = canvas.random(215, 250);
    canvas.band(0, 1, canvas.color(hue, 0.85, 0.12), canvas.color(hue + 25, 0.6, 0.45));
    for (int i = 0; i < 14; i++) {
      double along = canvas.random(0, 1);
      canvas.glow(
          along,
          0.15 + 0.45 * along,
          canvas.random(0.1, 0.3),
          canvas.color(hue + 50, 0.4, 0.9, 0.12));
    }
    for (int i = 0; i < 320; i++) {
      double size = canvas.random(0.001, 0.0045);
      double shine = canvas.random(0.4, 1);
      canvas.disc(
          canvas.random(0, 1), canvas.random(0, 0.8), size, canvas.color(48, 0.12, 1, shine));
    }
    double moon = canvas.random(0.2, 0.8);
    canvas.glow(moon, 0.24, 0.32, canvas.color(50, 0.2, 1, 0.55));
    canvas.disc(moon, 0.24, 0.085, canvas.color(48, 0.14, 0.98));
    canvas.disc(moon + 0.02, 0.22, 0.02, canvas.color(45, 0.16, 0.86));
    canvas.ridge(0.82, 0.05, canvas.color(hue, 0.6, 0.16));
    canvas.ridge(0.92, 0.03, canvas.color(hue, 0.6, 0.08));
  }

  static void city(Canvas canvas) {
    double hue = canvas.random(250, 290);
    canvas.band(0, 0.85, canvas.color(hue, 0.65, 0.28), canvas.color(18, 0.55, 0.95));
    canvas.glow(canvas.random(0.2, 0.8), 0.75, 0.6, canvas.color(32, 0.6, 1, 0.7));
    for (int row = 0; row < 3; row++) {
      for (double x = -0.02; x < 1; ) {
        double width = canvas.random(0.04, 0.1);
        double top = canvas.random(0.3, 0.6) + 0.11 * row;
        tower(canvas, new Rectangle2D.Double(x, top, width, 1 - top), row);
        x += width + canvas.random(0, 0.02);
      }
    }
  }

  private static void tower(Canvas canvas, Rectangle2D outline, int row) {
    double x = outline.getX();
    double top = outline.getY();
    double width = outline.getWidth();
    canvas.paintWith(canvas.color(255, 0.42, 0.46 - 0.15 * row)).box(x, top, width, 1 - top);
    for (double y = top + 0.025; y < 0.98; y += 0.035) {
      for (double at = x + 0.008; at < x + width - 0.01; at += 0.016) {
        if (canvas.random(0, 1) < 0.35) {
          canvas.paintWith(canvas.color(46, 0.55, 1, 0.35 + 0.25 * row)).box(at, y, 0.008, 0.016);
        }
      }
    }
  }

  /** Paints soft discs of many colours in the air, for prompts without a known scene. */
  static void balloons(Canvas canvas) {
    double hue = canvas.random(0, 360);
    canvas.band(0, 1, canvas.color(hue, 0.3, 0.97), canvas.color(hue + 50, 0.45, 0.8));
    for (int i = 0; i < 46; i++) {
      double radius = canvas.random(0.02, 0.17);
      double x = canvas.random(0, 1);
      double y = canvas.random(0, 1);
      double shade = hue + canvas.random(-70, 110);
      canvas.disc(x, y, radius, canvas.color(shade, 0.55, 0.95, 0.35));
      canvas.glow(x - radius / 4, y - radius / 3, radius / 2, canvas.color(shade, 0.1, 1, 0.5));
    }
  }
}
