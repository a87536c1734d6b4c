package dev.animus4j.simulator;

/** Scenes at the sea. */
final class Seas {
  private static final double HORIZON = 0.62;

  private Seas() {}

  static void sunset(Canvas canvas) {
    double hue = canvas.random(14, 34);
    double sun = canvas.random(0.3, 0.7);
    canvas.band(0, 0.3, canvas.color(262, 0.55, 0.35), canvas.color(320, 0.5, 0.68));
    canvas.band(0.3, HORIZON, canvas.color(320, 0.5, 0.68), canvas.color(hue + 6, 0.68, 0.98));
    canvas.glow(sun, 0.52, 0.55, canvas.color(hue + 10, 0.7, 1, 0.75));
    clouds(canvas, hue);
    canvas.disc(sun, 0.52, 0.1, canvas.color(hue + 22, 0.45, 1));
    canvas.band(HORIZON, 1, canvas.color(hue, 0.55, 0.75), canvas.color(255, 0.6, 0.22));
    gleams(canvas, sun, hue + 14);
    canvas
        .paintWith(canvas.color(270, 0.5, 0.25))
        .streak(canvas.random(0, 1), HORIZON, 0.35, 0.018);
  }

  static void day(Canvas canvas) {
    canvas.band(0, HORIZON, canvas.color(208, 0.6, 0.88), canvas.color(196, 0.2, 0.98));
    double sun = canvas.random(0.2, 0.8);
    canvas.glow(sun, 0.18, 0.4, canvas.color(50, 0.35, 1, 0.9));
    canvas.disc(sun, 0.18, 0.07, canvas.color(52, 0.3, 1));
    for (int i = 0; i < 24; i++) {
      double x = canvas.random(0, 1);
      canvas
          .paintWith(canvas.color(200, 0.03, 1, 0.3))
          .streak(x, canvas.random(0.2, 0.5), 0.16, 0.025);
    }
    canvas.band(HORIZON, 1, canvas.color(192, 0.65, 0.75), canvas.color(216, 0.85, 0.4));
    gleams(canvas, sun, 190);
    canvas.ridge(0.95, 0.02, canvas.color(42, 0.35, 0.93));
  }

  private static void clouds(Canvas canvas, double hue) {
    for (int i = 0; i < 34; i++) {
      double y = canvas.random(0.08, 0.48);
      double width = canvas.random(0.08, 0.34);
      canvas
          .paintWith(canvas.color(hue - 20 * y, 0.5, 0.95, 0.22))
          .streak(canvas.random(0, 1), y, width, width / 14);
    }
  }

  /** Paints the reflection of the sun: streaks that grow wider and rarer towards the shore. */
  private static void gleams(Canvas canvas, double sun, double hue) {
    for (int i = 0; i < 150; i++) {
      double depth = canvas.random(0, 1);
      double spread = 0.03 + 0.16 * depth;
      double x = sun + canvas.random(-spread, spread) * canvas.random(0, 1);
      double y = HORIZON + 0.01 + 0.36 * depth;
      canvas
          .paintWith(canvas.color(hue, 0.35, 1, 0.5))
          .streak(x, y, 0.02 + 0.05 * depth, 0.002 + 0.004 * depth);
    }
    for (int i = 0; i < 90; i++) {
      double depth = canvas.random(0, 1);
      canvas
          .paintWith(canvas.color(hue + 30, 0.3, 0.95, 0.12))
          .streak(
              canvas.random(0, 1),
              HORIZON + 0.02 + 0.37 * depth,
              0.03 + 0.08 * depth,
              0.002 + 0.003 * depth);
    }
  }
}
