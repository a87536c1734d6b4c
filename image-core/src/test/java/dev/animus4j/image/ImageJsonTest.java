package dev.animus4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageJsonTest {
  private static final Image FOX =
      new Image(
          URI.create("file:///pictures/fox.png"),
          new Image.Format("image/png", 20, 10, 300),
          "a fox",
          new Image.Generation(
              "Acme", "m", "id", 7L, Duration.ofMillis(1500), "a red fox", new Image.Usage(1, 2)),
          new Image.Lineage(
              URI.create("https://example.com/fox.png"),
              URI.create("file:///pictures/before.png"),
              JsonNodeFactory.instance.objectNode().put("gemini", "m")),
          false);

  /** As the first version wrote it: files of it are there for years. */
  private static final String OF_THE_FIRST_VERSION =
      """
      {"location":"file:///pictures/fox.png",
       "format":{"mediaType":"image/png","width":20,"height":10,"bytes":300},
       "prompt":"a fox",
       "generation":{"provider":"Acme","model":"m","id":"id","seed":7,"inferenceTime":1.500000000,
         "revisedPrompt":"a red fox","usage":{"inputTokens":1,"outputTokens":2}},
       "lineage":{"published":"https://example.com/fox.png",
         "parent":"file:///pictures/before.png","memo":{"gemini":"m"}},
       "cached":false}
      """;

  @Test
  void whatIsWrittenIsRead() {
    assertThat(ImageJson.parse(ImageJson.toJson(FOX))).isEqualTo(FOX);
    Image plain = Image.of("half an emoji \uD83E", FOX.location());
    assertThat(ImageJson.parse(ImageJson.toJson(plain))).isEqualTo(plain);
  }

  @Test
  void theFirstVersionIsRead() {
    assertThat(ImageJson.parse(Buffer.buffer(OF_THE_FIRST_VERSION))).isEqualTo(FOX);
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    String later =
        OF_THE_FIRST_VERSION
            .replace("\"cached\"", "\"tags\":[\"fox\"],\"cached\"")
            .replace("\"seed\"", "\"steps\":4,\"seed\"");
    assertThat(ImageJson.parse(Buffer.buffer(later))).isEqualTo(FOX);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt", "location", "format", "generation", "lineage", "provider"})
  void aRequiredFieldIsMissed(String field) {
    String without = OF_THE_FIRST_VERSION.replace("\"" + field + "\"", "\"other\"");
    assertThatThrownBy(() -> ImageJson.parse(Buffer.buffer(without)))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("not the JSON of an image");
  }
}
