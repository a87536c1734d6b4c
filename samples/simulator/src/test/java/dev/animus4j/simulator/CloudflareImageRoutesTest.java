package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudflareImageRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static final String RUN = "/client/v4/accounts/me/ai/run/@cf/";
  private static final String FLUX = RUN + "black-forest-labs/flux-1-schnell";
  private static final String SDXL = RUN + "stabilityai/stable-diffusion-xl-base-1.0";

  @Test
  void fluxWritesItsPictureOutInAnEnvelope() throws Exception {
    JsonNode answer = RUNNING.json(FLUX, "{\"prompt\":\"A city at night\"}");

    assertThat(answer.path("success").asBoolean()).isTrue();
    assertThat(answer.path("errors")).isEmpty();
    byte[] png = Base64.getDecoder().decode(answer.at("/result/image").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(512);
  }

  @Test
  void everybodyElseSendsTheFile() throws Exception {
    byte[] byModel = file(RUNNING.post(SDXL, "{\"prompt\":\"A city\",\"width\":256}"));
    byte[] byPost = file(RUNNING.post("/workers/sdxl", "{\"prompt\":\"A city\",\"width\":256}"));
    byte[] byGet = file(RUNNING.request("/workers/flux?prompt=A%20city"));

    assertThat(ImageIO.read(new ByteArrayInputStream(byModel)).getWidth()).isEqualTo(256);
    assertThat(byPost).isEqualTo(byModel);
    assertThat(ImageIO.read(new ByteArrayInputStream(byGet)).getWidth()).isEqualTo(512);
  }

  @Test
  void aPictureOfOursThatComesBackIsChanged() throws Exception {
    byte[] city = file(RUNNING.post(SDXL, "{\"prompt\":\"A city\",\"width\":256}"));
    String base64 = Base64.getEncoder().encodeToString(city);

    byte[] changed =
        file(RUNNING.post(SDXL, "{\"prompt\":\"darker\",\"image_b64\":\"" + base64 + "\"}"));

    assertThat(ImageIO.read(new ByteArrayInputStream(changed)).getWidth()).isEqualTo(256);
    assertThat(changed).isNotEqualTo(city);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400, 3003, AiError: Required properties are missing: 'prompt'",
    "so nsfw, 400, 3030, AiError: Input prompt contains NSFW content"
  })
  void refusalsComeInTheEnvelope(String prompt, int status, int code, String message)
      throws Exception {
    HttpResponse<String> answer =
        RUNNING.send(RUNNING.post(FLUX, "{\"prompt\":\"" + prompt + "\"}"));

    JsonNode json = RUNNING.read(answer.body());
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json.path("success").asBoolean(true)).isFalse();
    assertThat(json.at("/errors/0/code").asInt()).isEqualTo(code);
    assertThat(json.at("/errors/0/message").asText()).isEqualTo(message.replace("''", "'"));
  }

  @Test
  void onlyTheFluxWorkerTakesAnybody() throws Exception {
    String worker = RUNNING.simulator().origin() + "/workers/";
    for (String name : new String[] {"flux?prompt=x", "sdxl"}) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(worker + name));
      HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"prompt\":\"x\"}");
      int status =
          RUNNING.send(name.equals("sdxl") ? request.POST(body) : request.GET()).statusCode();
      assertThat(status).isEqualTo(name.equals("sdxl") ? 401 : 200);
    }
  }

  private static byte[] file(HttpRequest.Builder request) throws Exception {
    HttpResponse<byte[]> answer =
        RUNNING.http().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("content-type")).contains("image/png");
    return answer.body();
  }
}
