package dev.animus4j.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.colors.ColorBlindFriendlySeriesColors;

/**
 * Line plot of one metric of all contenders over several loads.
 *
 * @param title what is measured
 * @param across what differs between the loads
 * @param column the metric
 */
record Plot(String title, String across, MetricColumn column) {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 480;

  /**
   * Writes the plot as SVG.
   *
   * @param levels the results by load, from left to right
   */
  void draw(Map<String, Results> levels, Path file) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(across)
            .yAxisTitle(column.title())
            .theme(ChartTheme.XChart)
            .build();
    style(chart.getStyler());
    fit(chart.getStyler(), levels);
    Set<String> measured = levels.values().iterator().next().names();
    chart.getStyler().setSeriesColors(colours(measured));
    for (Contender contender : Contender.values()) {
      if (measured.contains(contender.title())) {
        List<String> names = new ArrayList<>(levels.keySet());
        chart.addSeries(contender.title(), names, line(contender, levels));
      }
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }

  /** The colours of the contenders, independent of which are shown. */
  private static Color[] colours(Set<String> names) {
    Color[] all = new ColorBlindFriendlySeriesColors().getSeriesColors();
    return Arrays.stream(Contender.values())
        .filter(contender -> names.contains(contender.title()))
        .map(contender -> all[contender.ordinal() % all.length])
        .toArray(Color[]::new);
  }

  private static void style(CategoryStyler style) {
    style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
    style.setLegendPosition(LegendPosition.OutsideE);
    style.setChartBackgroundColor(Color.WHITE);
    style.setOverlapped(true);
    style.setYAxisLogarithmic(true);
    style.setPlotGridVerticalLinesVisible(false);
  }

  /** The line of a contender, with a gap where there is no value. */
  private List<@Nullable Double> line(Contender contender, Map<String, Results> levels) {
    List<@Nullable Double> line = new ArrayList<>();
    for (Results results : levels.values()) {
      double median = results.spread(contender.title(), column.figure()).median();
      line.add(median > 0 ? median : null);
    }
    return line;
  }

  /** Extends the axis to powers of ten, since only they are labelled. */
  private void fit(CategoryStyler style, Map<String, Results> levels) {
    DoubleSummaryStatistics all =
        Arrays.stream(Contender.values())
            .flatMap(contender -> line(contender, levels).stream())
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    style.setYAxisMin(Math.pow(10, Math.floor(Math.log10(all.getMin()))));
    style.setYAxisMax(Math.pow(10, Math.ceil(Math.log10(all.getMax()))));
  }
}
