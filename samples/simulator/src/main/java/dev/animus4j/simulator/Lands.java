package dev.animus4j.simulator;

import java.awt.Color;

/** Landscape scenes. */
final class Lands {
  private Lands() {}

  static void mountains(Canvas canvas) {
    double hue = canvas.random(205, 235);
    canvas.band(0, 0.75, canvas.color(hue, 0.5, 0.85), canvas.color(28, 0.25, 0.98));
    double sun = canvas.random(0.15, 0.85);
    canvas.glow(sun, 0.3, 0.45, canvas.color(42, 0.4, 1, 0.8));
    for (int range = 0; range < 5; range++) {
      double near = range / 4.0;
      canvas.ridge(
          0.42 + 0.13 * range,
          0.09 - 0.012 * range,
          canvas.color(hue + 10 - 90 * near, 0.22 + 0.3 * near, 0.78 - 0.48 * near));
      canvas.band(
          0.5 + 0.12 * range,
          0.62 + 0.12 * range,
          canvas.color(hue, 0.1, 1, 0),
          canvas.color(hue, 0.12, 0.95, 0.25));
    }
    firs(canvas, 0.97, 40, canvas.color(140, 0.5, 0.17));
  }

  static void forest(Canvas canvas) {
    double hue = canvas.random(95, 140);
    canvas.band(0, 1, canvas.color(hue - 45, 0.25, 0.97), canvas.color(hue, 0.4, 0.55));
    canvas.glow(canvas.random(0.2, 0.8), 0.2, 0.7, canvas.color(58, 0.35, 1, 0.85));
    for (int row = 0; row < 5; row++) {
      double near = row / 4.0;
      canvas.ridge(0.72 + 0.06 * row, 0.015, canvas.color(hue, 0.5, 0.6 - 0.44 * near));
      firs(canvas, 0.76 + 0.06 * row, 26, canvas.color(hue, 0.45 + 0.2 * near, 0.6 - 0.44 * near));
    }
  }

  private static void firs(Canvas canvas, double ground, int count, Color color) {
    for (int i = 0; i < count; i++) {
      double x = (i + canvas.random(0, 1)) / count;
      double height = canvas.random(0.14, 0.3);
      double foot = ground + canvas.random(0, 0.04);
      for (int layer = 0; layer < 4; layer++) {
        double top = foot - height + layer * height * 0.2;
        canvas
            .paintWith(color)
            .triangle(x, top, top + height * 0.4, height * (0.08 + 0.05 * layer));
      }
    }
  }
}
