package dev.animus4j.image.provider;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No address keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final FailureOrigin SERVER = FailureOrigin.of("server");

  @Test
  void dataUrls() {
    String[] tokens = {"data:", ";base64", ";", " ", "base64", ",", "AAAA", "%2B", "%", "\n"};
    assertThat(excessive(LinearTimeTest::decode, tokens)).isEmpty();
  }

  private static void decode(String text) {
    DataUrl url = new DataUrl("data:image/png" + text, SERVER);
    try {
      var unused = url.toReferenceImage();
    } catch (AnimusException.InvalidRequest expected) {
      // most of them are none
    }
  }
}
