package dev.animus4j.image.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.ImageRequest.Size;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SizePropertyTest {
  private static final SizeGrid GPT_IMAGE = new SizeGrid(16, 16, 3840, 655_360, 8_294_400, 3);
  private static final List<SizeGrid> GRIDS =
      List.of(GPT_IMAGE, SizeGrid.multiplesOf(8, 256, 2048), SizeGrid.multiplesOf(16, 256, 1920));

  @Property
  void theNearestSizeIsOneOfThoseAllowed(
      @ForAll("sizes") Size wanted, @ForAll("grids") SizeGrid grid) {
    assertThat(grid.contains(grid.nearest(wanted))).isTrue();
  }

  @Property
  void anAllowedSizeIsItsOwnNearest(@ForAll("sizes") Size any, @ForAll("grids") SizeGrid grid) {
    Size allowed = grid.nearest(any);
    assertThat(grid.nearest(allowed)).isEqualTo(allowed);
  }

  @Property
  void theAspectRatioStaysAsFarAsTheStepAndTheLimitsAllow(
      @ForAll("sizes") Size wanted, @ForAll("grids") SizeGrid grid) {
    double most = Math.min(grid.maxRatio(), (double) grid.maxSide() / grid.minSide());
    double ratio = (double) wanted.width() / wanted.height();
    double possible = Math.max(1 / most, Math.min(most, ratio));
    Size nearest = grid.nearest(wanted);
    int shorter = Math.min(nearest.width(), nearest.height());
    assertThat((double) nearest.width() / nearest.height() / possible)
        .isBetween(1 - 2.0 * grid.step() / shorter, 1 + 2.0 * grid.step() / shorter);
  }

  @Property
  void turningARequestTurnsItsResult(@ForAll("sizes") Size size, @ForAll("grids") SizeGrid grid) {
    Size nearest = grid.nearest(size);
    Size turned = grid.nearest(new Size(size.height(), size.width()));
    assertThat(area(turned) / area(nearest)).isBetween(0.9, 1.1);
  }

  @Property
  void aSizeOutOfAListIsTheOneOfTheNearestRatio(@ForAll("sizes") Size wanted) {
    List<Size> sizes = List.of(new Size(1024, 1024), new Size(1536, 1024), new Size(1024, 1536));
    double ratio = (double) wanted.width() / wanted.height();
    double between = Math.sqrt(1.5);
    Size nearest = NearestSize.of(wanted, sizes);
    assertThat(nearest)
        .isIn(sizes)
        .isEqualTo(sizes.get(ratio > between ? 1 : ratio < 1 / between ? 2 : 0));
  }

  @Provide
  static Arbitrary<SizeGrid> grids() {
    return Arbitraries.of(GRIDS);
  }

  @Provide
  static Arbitrary<Size> sizes() {
    Arbitrary<Integer> side =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 5000),
            Arbitraries.integers().between(1, Integer.MAX_VALUE));
    return Combinators.combine(side, side).as(Size::new);
  }

  private static double area(Size size) {
    return (double) size.width() * size.height();
  }
}
