package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ImageTest {
  private static final URI PLACE = URI.create("mem:fox");

  @Test
  void aPromptAndALocationMakeAnImage() {
    Image image = Image.of("a fox", PLACE);
    assertThat(image.prompt()).isEqualTo("a fox");
    assertThat(image.location()).isEqualTo(PLACE);
    assertThat(image.format()).isEqualTo(new Image.Format("image/png", 0, 0, 0));
    assertThat(image.lineage()).isEqualTo(Image.Lineage.NONE);
    assertThat(image.cached()).isFalse();
  }

  @Test
  void moreMayBeKnown() {
    Image.Format format = new Image.Format("image/webp", 4, 3, 99);
    Image.Lineage lineage = new Image.Lineage(null, URI.create("mem:cat"), null);
    Image image = Image.of("a fox", PLACE).withFormat(format).withLineage(lineage);
    assertThat(image.format()).isEqualTo(format);
    assertThat(image.lineage()).isEqualTo(lineage);
    assertThat(image).isEqualTo(Image.of("a fox", PLACE).withLineage(lineage).withFormat(format));
  }
}
