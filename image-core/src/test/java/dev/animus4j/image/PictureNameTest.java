package dev.animus4j.image;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PictureNameTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"a", ".", "-", "image_", "@cf/", "..", "é"};
    assertThat(excessive(name -> PictureName.of(name, "", ""), tokens)).isEmpty();
    assertThat(excessive(PictureName::isPicture, tokens)).isEmpty();
  }
}
