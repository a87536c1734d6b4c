package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImageRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static String address(String prompt) throws Exception {
    return RUNNING
        .json("/v3/generate/image", "{\"prompt\":\"" + prompt + "\"}")
        .at("/output/0")
        .asText();
  }

  private static byte[] fetched(String address) throws Exception {
    HttpResponse<byte[]> response =
        RUNNING
            .http()
            .send(RUNNING.request(address).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("content-type")).contains("image/png");
    return response.body();
  }

  private static BufferedImage image(byte[] png) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static double saturation(byte[] png) throws Exception {
    BufferedImage image = image(png);
    double sum = 0;
    for (int x = 0; x < image.getWidth(); x += 16) {
      for (int y = 0; y < image.getHeight(); y += 16) {
        Color color = new Color(image.getRGB(x, y));
        sum += Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null)[1];
      }
    }
    return sum;
  }

  @Test
  void animusAnswersWithTheAddressOfAPngOnTheSimulatorItself() throws Exception {
    String address = address("A sunset over the ocean");

    assertThat(address).startsWith(RUNNING.simulator().origin() + "/images/sunset-");
    assertThat(image(fetched(address)).getWidth()).isEqualTo(512);
  }

  @Test
  void thePictureDependsOnThePromptAndOnNothingElse() throws Exception {
    byte[] one = fetched(address("A city"));

    assertThat(fetched(address("A city"))).isEqualTo(one);
    assertThat(fetched(address("A big city"))).isNotEqualTo(one);
    assertThat(fetched(address("A forest"))).isNotEqualTo(one);
  }

  @Test
  void vibrantColorsAreMoreSaturatedInTheSamePicture() throws Exception {
    String plain = address("A sunset");
    String vibrant = address("A sunset, with more vibrant colors");

    assertThat(vibrant.replace("-vibrant", "")).isEqualTo(plain);
    assertThat(saturation(fetched(vibrant))).isGreaterThan(1.1 * saturation(fetched(plain)));
  }

  @Test
  void anInputImageOfOursIsChangedNotReplaced() throws Exception {
    String earlier = address("A quiet forest");
    JsonNode answer =
        RUNNING.json(
            "/v3/generate/image",
            "{\"prompt\":\"darker please\",\"input_image\":\"" + earlier + "\"}");

    assertThat(answer.at("/output/0").asText()).isEqualTo(earlier.replace("forest", "forest-dark"));
  }

  @Test
  void openAiGivesBase64InTheSizeAskedFor() throws Exception {
    JsonNode answer =
        RUNNING.json(
            "/v1/images/generations",
            "{\"model\":\"gpt-image-2\",\"prompt\":\"a night\",\"size\":\"96x64\",\"n\":2}");
    byte[] png = Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText());

    assertThat(answer.path("data")).hasSize(2);
    assertThat(answer.at("/data/1/b64_json")).isNotEqualTo(answer.at("/data/0/b64_json"));
    assertThat(answer.path("size").asText()).isEqualTo("96x64");
    assertThat(answer.at("/usage/input_tokens").asInt()).isEqualTo(2);
    assertThat(answer.path("created").asLong()).isPositive();
    assertThat(List.of(image(png).getWidth(), image(png).getHeight())).containsExactly(96, 64);
  }

  @Test
  void openAiGivesAddressesOnRequestAndForOldModels() throws Exception {
    for (String model : List.of("dall-e-3\"", "any\",\"response_format\":\"url\"")) {
      JsonNode answer =
          RUNNING.json(
              "/v1/images/generations", "{\"prompt\":\"a lake\",\"model\":\"" + model + "}");

      assertThat(fetched(answer.at("/data/0/url").asText())).isNotEmpty();
      assertThat(answer.at("/data/0").has("b64_json")).isFalse();
    }
  }

  @Test
  void gptImageModelsDoNotKnowTheResponseFormat() throws Exception {
    JsonNode answer =
        RUNNING.json(
            "/v1/images/generations",
            "{\"model\":\"gpt-image-2\",\"prompt\":\"x\",\"response_format\":\"url\"}");

    assertThat(answer.at("/error/code").asText()).isEqualTo("unknown_parameter");
  }

  @Test
  void aStreamBringsUnfinishedPicturesFirst() throws Exception {
    String body =
        RUNNING
            .send(
                RUNNING.post(
                    "/v1/images/generations",
                    "{\"model\":\"m\",\"prompt\":\"x\",\"size\":\"64x64\",\"stream\":true,"
                        + "\"partial_images\":2}"))
            .body();

    assertThat(body.lines().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: image_generation.partial_image",
            "event: image_generation.partial_image",
            "event: image_generation.completed");
    assertThat(body).contains("\"partial_image_index\":1", "\"usage\":{\"input_tokens\":1");
  }

  @Test
  void aSizeIsCappedAndNonsenseIsRefused() throws Exception {
    assertThat(ImageSpec.of("x").resize(9000, 1).name()).contains("-2048x16-");
    assertThat(
            RUNNING
                .json("/v1/images/generations", "{\"prompt\":\"x\",\"size\":\"big\"}")
                .at("/error/code")
                .asText())
        .isEqualTo("invalid_size");
    assertThat(RUNNING.send(RUNNING.request("/images/nonsense-512x384-00.png")).statusCode())
        .isEqualTo(404);
  }
}
