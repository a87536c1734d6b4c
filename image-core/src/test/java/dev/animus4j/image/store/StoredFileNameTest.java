package dev.animus4j.image.store;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFileNameTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"a", ".", "-", "image_", "@cf/", "..", "é"};
    assertThat(excessive(name -> StoredFileName.image(name, "", ""), tokens)).isEmpty();
    assertThat(excessive(StoredFileName::isImage, tokens)).isEmpty();
    assertThat(excessive(StoredFileName::isDescription, tokens)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "", "image", "a.json", "x.png.json", "_", "image_1.png"})
  void aNameIsThatOfOneKindOfFile(String model) {
    String id = UUID.randomUUID().toString();
    String image = StoredFileName.image(model, id, "png");

    assertThat(kinds(image)).containsExactly(true, false, false);
    assertThat(kinds(StoredFileName.description(image))).containsExactly(false, true, false);
    assertThat(kinds(StoredFileName.temporary(id))).containsExactly(false, false, true);
    assertThat(kinds(image + ".json.json")).containsExactly(false, false, false);
    assertThat(StoredFileName.describedImage(StoredFileName.description(image))).isEqualTo(image);
  }

  private static List<Boolean> kinds(String name) {
    return List.of(
        StoredFileName.isImage(name),
        StoredFileName.isDescription(name),
        StoredFileName.isTemporary(name));
  }
}
