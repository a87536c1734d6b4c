package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImageEditsTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  @Test
  void editsAreTakenAsAForm() throws Exception {
    String form =
        part("prompt\"", "A sunset")
            + part("n\"", "2")
            + part("size\"", "64x64")
            + part("image[]\"; filename=\"a.png\"\r\nContent-Type: image/png", "PNG")
            + part("image[]\"; filename=\"b.png\"\r\nContent-Type: image/png", "PNG")
            + "--b--\r\n";
    HttpRequest.Builder request =
        RUNNING
            .request("/v1/images/edits", "Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    JsonNode answer = RUNNING.read(RUNNING.send(request).body());

    assertThat(answer.path("data")).hasSize(2);
    assertThat(RUNNING.simulator().requests().get(0).body()).contains("filename=\"b.png\"");
  }

  @Test
  void aLargeFileWithoutANameIsTaken() throws Exception {
    String image = "image\"\r\nContent-Type: application/octet-stream";
    String form = part("prompt\"", "x") + part(image, "PNG".repeat(100_000)) + "--b--\r\n";
    HttpRequest.Builder request =
        RUNNING
            .request("/v1/images/edits", "Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(form));

    assertThat(RUNNING.send(request).statusCode()).isEqualTo(200);
  }

  private static String part(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\r\n\r\n" + content + "\r\n";
  }

  @Test
  void editsAreTakenAsJson() throws Exception {
    String town = RUNNING.simulator().origin() + "/images/city-512x384-07.png";
    String images = "\"images\":[{\"image_url\":\"" + town + "\"}]";
    JsonNode edited =
        RUNNING.json(
            "/v1/images/edits",
            "{\"model\":\"m\",\"prompt\":\"brighter\",\"response_format\":\"url\"," + images + "}");

    assertThat(edited.at("/data/0/url").asText()).contains("/images/city-bright-");
    assertThat(RUNNING.json("/v1/images/edits", "{\"prompt\":\"x\"}").at("/error/param").asText())
        .isEqualTo("images");
  }
}
