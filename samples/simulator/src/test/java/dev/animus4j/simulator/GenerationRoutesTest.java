package dev.animus4j.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenerationRoutesTest {
  @RegisterExtension static final SimulatorExtension RUNNING = new SimulatorExtension();

  private static JsonNode create(String body) throws Exception {
    return RUNNING.json("/v2/generation/create", body.replace('\'', '"'));
  }

  private static JsonNode status(JsonNode created) throws Exception {
    return got("/v2/generation/status/" + created.path("generation_id").asText());
  }

  private static JsonNode got(String path) throws Exception {
    return RUNNING.read(RUNNING.send(RUNNING.request(path)).body());
  }

  private static JsonNode finished(JsonNode created) throws Exception {
    status(created);
    status(created);
    return status(created);
  }

  @Test
  void anOrderIsTakenAtOnceAndDoneAfterAFewLooks() throws Exception {
    JsonNode created = create("{'prompt':'A sunset over the ocean'}");
    assertThat(created.path("status").asText()).isEqualTo("queued");
    assertThat(created.path("remaining_balance").isNumber()).isTrue();

    JsonNode first = status(created);
    assertThat(first.path("status").asText()).isEqualTo("processing");
    assertThat(first.path("progress").asInt()).isEqualTo(33);
    assertThat(first.path("result_urls")).isEmpty();
    assertThat(status(created).path("progress").asInt()).isEqualTo(66);

    JsonNode last = status(created);
    assertThat(last.path("status").asText()).isEqualTo("completed");
    assertThat(last.path("generation_type").asText()).isEqualTo("text_to_image");
    assertThat(last.at("/result_urls/0").asText())
        .startsWith(RUNNING.simulator().origin() + "/images/sunset-512x384-");
    assertThat(status(created).path("progress").asInt()).isEqualTo(100);
  }

  @Test
  void thePictureIsTheOneThatWasOrdered() throws Exception {
    JsonNode two = finished(create("{'prompt':'a city','num_images':2,'width':96,'height':64}"));
    String city = two.at("/result_urls/0").asText();
    JsonNode darker = finished(create("{'prompt':'darker','source_image_url':'" + city + "'}"));

    assertThat(two.path("result_urls")).hasSize(2);
    assertThat(two.at("/result_urls/1")).isNotEqualTo(two.at("/result_urls/0"));
    assertThat(city).contains("/images/city-96x64-");
    assertThat(darker.at("/result_urls/0").asText()).isEqualTo(city.replace("city", "city-dark"));
    assertThat(darker.path("generation_type").asText()).isEqualTo("photo_edit");
  }

  @Test
  void aBatchIsTakenPieceByPiece() throws Exception {
    JsonNode batch =
        RUNNING.json(
            "/v2/generation/batch",
            "{\"prompts\":[{\"prompt\":\"a lake\"},{\"prompt\":\" \"},{\"prompt\":\"a forest\"}],"
                + "\"character_id\":\"c1\"}");

    assertThat(batch.path("total_requested").asInt()).isEqualTo(3);
    assertThat(batch.path("successful_submissions").asInt()).isEqualTo(2);
    assertThat(batch.at("/results/1/error").asText()).contains("prompt");
    assertThat(batch.at("/results/2/prompt_index").asInt()).isEqualTo(2);
    JsonNode done = finished(batch.at("/results/2"));
    assertThat(done.path("generation_type").asText()).isEqualTo("character_render");
    assertThat(done.at("/result_urls/0").asText()).contains("/images/forest-");
  }

  @Test
  void aDeletedOneIsNotFoundAgain() throws Exception {
    String id = create("{'prompt':'a lake'}").path("generation_id").asText();
    String path = "/v2/generation/generations/" + id;

    HttpResponse<String> deleted = RUNNING.send(RUNNING.request(path).DELETE());

    assertThat(RUNNING.read(deleted.body()).at("/details/deleted_image_urls")).hasSize(1);
    assertThat(RUNNING.send(RUNNING.request(path).DELETE()).statusCode()).isEqualTo(404);
    assertThat(RUNNING.send(RUNNING.request("/v2/generation/status/" + id)).statusCode())
        .isEqualTo(404);
  }

  @Test
  void nonsenseIsRefusedAndTheNewerBaseHasNoneOfIt() throws Exception {
    assertThat(create("{'prompt':' '}").path("message").asText()).contains("prompt");
    assertThat(create("{'prompt':'x','num_images':0}").path("message").asText())
        .contains("num_images");
    assertThat(RUNNING.json("/v2/generation/batch", "{}").path("message").asText())
        .contains("prompts");
    assertThat(RUNNING.send(RUNNING.post("/v3/generation/create", "{}")).statusCode())
        .isEqualTo(404);
  }
}
