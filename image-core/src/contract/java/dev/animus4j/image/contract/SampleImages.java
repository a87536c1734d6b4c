package dev.animus4j.image.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.image.Image;
import java.net.URI;
import java.time.Duration;

/** Images of which everything is known, for the tests of image stores. */
public final class SampleImages {
  private SampleImages() {}

  /** An image at this location that was made from another one. */
  public static Image fox(URI location, Image.Format format, URI before) {
    Image.Generation generation =
        new Image.Generation(
            "Acme",
            "m",
            "id-1",
            7L,
            Duration.ofMillis(1234),
            "a red fox 🦊\0",
            new Image.Usage(3, 4));
    Image.Lineage lineage =
        new Image.Lineage(
            URI.create("https://example.com/fox.png?a=%2F"),
            before,
            JsonNodeFactory.instance.objectNode().put("gemini", "m").putNull("turns"));
    return new Image(location, format, "a \"fox\"\n", generation, lineage, false);
  }
}
