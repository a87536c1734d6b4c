package dev.animus4j.image.store;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredFileNameTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"a", ".", "-", "image_", "@cf/", "..", "é"};
    assertThat(excessive(name -> StoredFileName.image(name, "", ""), tokens)).isEmpty();
    assertThat(excessive(StoredFileName::isImage, tokens)).isEmpty();
  }
}
