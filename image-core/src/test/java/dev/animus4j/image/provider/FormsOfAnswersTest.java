package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.ByteProvider.json;
import static dev.animus4j.image.provider.ByteProvider.response;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ByteProvider.Model;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms in which image models, and gateways and workers in front of them, answer. */
@VertxTest
class FormsOfAnswersTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);
  private static final String BASE64 = Base64.getEncoder().encodeToString(IMAGE.getBytes());
  private static final String URL = "data:image/png;base64," + BASE64;
  private static final List<Model> MODELS =
      List.of(Model.FLUX_WORKER, Model.SDXL_WORKER, Model.WORKERS_AI, Model.OPEN_AI);

  /** Documents, in which B is the base64 and U the data URL. */
  private static final List<String> DOCUMENTS =
      List.of(
          "'B'",
          "'U'",
          "['B']",
          "{'image':'B'}",
          "{'image':'U'}",
          "{'result':'B'}",
          "{'result':{'image':'B'},'success':true,'errors':[],'messages':[]}",
          "{'dataURI':'data:image/png;charset=utf-8;base64,B'}",
          "{'images':['B'],'parameters':{'init_images':null},'info':'{}'}",
          "{'images':[{'url':'U','width':20}],'has_nsfw_concepts':[false],'prompt':'a'}",
          "{'images':[{'image_url':'U','image_type':'png'}],'task':{'task_id':'t'}}",
          "{'images':['B'],'error':null}",
          "{'data':[{'b64_json':'B'}]}",
          "{'data':{'b64_json':'B'}}",
          "{'data':{'image_base64':['B']},'base_resp':{'status_code':0}}",
          "{'data':[{'imageURL':'U'}]}",
          "{'data':[{'imageBase64Data':'B'}]}",
          "{'data':[{'url':'U','is_image_safe':true}]}",
          "{'data':[{'url':'U'}],'images':[{'url':'U'}]}",
          "{'id':'x','status':'succeeded','error':null,'logs':'','output':['U']}",
          "{'id':'x','status':'succeeded','error':null,'output':'U'}",
          "{'status':'Ready','result':{'sample':'U','prompt':'a'}}",
          "{'artifacts':[{'base64':'B','seed':1,'finishReason':'SUCCESS'}]}",
          "{'predictions':[{'mimeType':'image/png','bytesBase64Encoded':'B'}]}",
          "{'seeds':[1],'finish_reasons':[null],'images':['B']}",
          "{'generated_image':'B'}",
          "{'success':'true','image':'B'}",
          "{'error':'','image':'B'}",
          "{'error':{},'image':'B'}",
          "{'error':false,'image':'B'}",
          "{'errors':null,'image':'B'}");

  static Stream<Arguments> documents() {
    return DOCUMENTS.stream()
        .flatMap(document -> MODELS.stream().map(model -> arguments(document, model)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("documents")
  void documentsWithAnImageInAnyUsualPlaceAreUnderstood(String document, Model model, Vertx vertx) {
    assertThat(bytes(json(quoted(document)), model, vertx)).isEqualTo(IMAGE.length());
  }

  /** The same strings as other encoders write them. */
  static Stream<Arguments> encodings() {
    String lines = Base64.getMimeEncoder().encodeToString(IMAGE.getBytes());
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(IMAGE.getBytes());
    return Map.ofEntries(
            entry("with line ends", lines.replace("\r\n", "\\r\\n")),
            entry("safe in a URL, without padding", urlSafe),
            entry("with slashes escaped", BASE64.replace("/", "\\/")),
            entry("with all signs escaped", escaped(BASE64)),
            entry("in capitals", "DATA:IMAGE/PNG;BASE64," + BASE64),
            entry("of no type", "data:;base64," + BASE64),
            entry("of any type", "data:application/octet-stream;base64," + BASE64),
            entry("with a name", "data:image/png;name=a.png;base64," + BASE64))
        .entrySet()
        .stream()
        .flatMap(
            encoding ->
                MODELS.stream()
                    .map(model -> arguments(encoding.getKey(), encoding.getValue(), model)));
  }

  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("encodings")
  void base64MayBeWrittenInAnyWay(String name, String encoded, Model model, Vertx vertx) {
    assertThat(bytes(json("{\"image\":\"" + encoded + "\"}"), model, vertx))
        .isEqualTo(IMAGE.length());
  }

  /** Bodies whose media type, or the lack of one, is wrong. */
  static Stream<Arguments> bodies() {
    Map<String, Buffer> bodies =
        Map.of(
            "a file", IMAGE,
            "base64", Buffer.buffer(BASE64),
            "base64 in lines", Buffer.buffer(Base64.getMimeEncoder().encode(IMAGE.getBytes())),
            "a data URL", Buffer.buffer("\n " + URL + "\n"),
            "JSON behind a mark", Buffer.buffer("\uFEFF\n {\"image\":\"" + BASE64 + "\"}"));
    return bodies.keySet().stream()
        .flatMap(
            name ->
                Stream.of("", "text/plain;charset=UTF-8", "application/json", "image/jpeg", ";;")
                    .map(type -> arguments(name, type, bodies.get(name))));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("bodies")
  void aBodyIsWhatItsBytesSay(String name, String type, Buffer body, Vertx vertx) {
    Buffer answer = response("200 OK", type, body.copy());

    assertThat(bytes(answer, Model.FLUX_WORKER, vertx)).isEqualTo(IMAGE.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'errors':[{'message':'AiError: the input was flagged (nsfw)','code':3030}]}",
        "{'predictions':[{'raiFilteredReason':'Unable to show generated images.'}]}",
        "{'data':[{'url':null,'is_image_safe':false}]}",
        "{'data':[{'b64_json':null,'respect_moderation':false}]}",
        "{'data':[{'url':'','moderation':{'flagged':true}}]}"
      })
  void aRefusalIsOneWhateverItIsCalled(String refusal, Vertx vertx) {
    for (String type : List.of("application/json", "image/png", "")) {
      Buffer answer = response("200 OK", type, Buffer.buffer(quoted(refusal)));

      assertThat(failure(answer, Model.FLUX_WORKER, vertx))
          .isInstanceOf(AnimusException.ContentPolicy.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "{}", "<html>just a moment</html>", "error code: 1102", "{'image':7}"})
  void anAnswerWithoutAnImageMayHaveBeenBilled(String body, Vertx vertx) {
    Buffer answer = response("200 OK", "image/png", Buffer.buffer(quoted(body)));

    assertThat(failure(answer, Model.FLUX_WORKER, vertx))
        .isInstanceOfSatisfying(
            AnimusException.Protocol.class, known -> assertThat(known.mayHaveRun()).isTrue());
  }

  private static long bytes(Buffer answer, Model model, Vertx vertx) {
    try (ByteProvider provider =
        new ByteProvider(vertx, ImageStore.inMemory(1 << 20), line -> answer.copy())) {
      return provider.model(model).generate(ImageRequest.of("x")).blockingGet().format().bytes();
    }
  }

  private static Throwable failure(Buffer answer, Model model, Vertx vertx) {
    try (ByteProvider provider =
        new ByteProvider(vertx, ImageStore.inMemory(1 << 20), line -> answer.copy())) {
      ImageRequest request = ImageRequest.of("x");
      return provider.model(model).generate(request).materialize().blockingGet().getError();
    }
  }

  private static String quoted(String template) {
    return template
        .replace('\'', '"')
        .replace("\"B\"", '"' + BASE64 + '"')
        .replace("\"U\"", '"' + URL + '"')
        .replace(";base64,B\"", ";base64," + BASE64 + '"');
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.US_ASCII)) {
      boolean sign = !Character.isLetterOrDigit((char) octet);
      escaped.append(sign ? "\\u%04x".formatted((int) octet) : String.valueOf((char) octet));
    }
    return escaped.toString();
  }
}
