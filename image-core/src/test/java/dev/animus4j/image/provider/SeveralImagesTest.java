package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.ByteProvider.file;
import static dev.animus4j.image.provider.ByteProvider.json;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.provider.ByteProvider.Model;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Notification;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several images were requested, and some of them cannot be had. */
@VertxTest
class SeveralImagesTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);

  @TempDir Path directory;

  /** G is a good image, W a withheld one; what is told is an image or the failure at the end. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          G,G             | Image Image
          G,W             | Image ContentPolicy
          W,G             | Image ContentPolicy
          G,W,G           | Image Image ContentPolicy
          W,W,G           | Image ContentPolicy
          W,W             | ContentPolicy
          null,G          | Image ContentPolicy
          {},G            | Image ContentPolicy
          {'b64_json':''},G | Image ContentPolicy
          G,C             | Image Unavailable
          C,G             | Image Unavailable
          U,X             | Image Unavailable
          X,U             | Image Unavailable
          X,W,U           | Image Unavailable
          W,X,G           | Image ContentPolicy
          {'error':{'code':'content_policy_violation'}},G | Image ContentPolicy
          {'content_filter_results':{'violence':{'filtered':true}}},G | Image ContentPolicy
          """)
  void theGoodOnesComeFirstAndThenTheFailureOfTheOthers(
      String items, String expected, Vertx vertx) {
    try (ByteProvider provider = provider(vertx, items)) {
      List<Notification<ImageUpdate>> seen =
          provider.model(Model.OPEN_AI).stream(ImageRequest.of("a barn").withCount(3))
              .materialize()
              .toList()
              .blockingGet();

      assertThat(seen.stream().map(SeveralImagesTest::name).filter(name -> !name.isEmpty()))
          .containsExactly(expected.split(" "));
      long images = Stream.of(expected.split(" ")).filter("Image"::equals).count();
      eventually(() -> files().size() == images);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"W,G", "G,W", "W,W,G", "C,G", "G,C", "X,U", "null,G"})
  void whoWantsOneGetsTheFirstGoodOne(String items, Vertx vertx) {
    try (ByteProvider provider = provider(vertx, items)) {
      Image image = provider.model(Model.OPEN_AI).generate(ImageRequest.of("a barn")).blockingGet();

      eventually(() -> files().equals(List.of(Path.of(image.location()))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':[{'images':['G','G']}]}",
        "{'output':{'choices':[{'message':{'content':[{'image':'G'},{'image':'G'}]}}]}}",
        "{'output':{'choices':[{'message':{'content':[{'image':'/a.png'},{'image':'/b.png'}]}}]}}",
        "{'output':'One: ![](data:image/png;base64,G) and two: ![](data:image/png;base64,G)'}",
        "{'b64_json':'G'}\n{'b64_json':'G'}\n",
        "data: {'b64_json':'G'}\n\ndata: {'b64_json':'G'}\n\n"
      })
  void oneItemMayHaveSeveral(String answer, Vertx vertx) {
    String body = answer.replace('\'', '"').replaceAll("\\bG\\b", base64(1));
    try (ByteProvider provider =
        new ByteProvider(
            vertx,
            new FileImageStore(vertx, directory),
            line -> line.startsWith("POST") ? json(body) : file(IMAGE))) {
      assertThat(provider.model(Model.OPEN_AI).generateAll(ImageRequest.of("a barn")).blockingGet())
          .hasSize(2);
      eventually(() -> files().size() == 2);
    }
  }

  @Test
  void moreThan64AreRefused(Vertx vertx) {
    String items = "{'url':'/there.png'},".repeat(65);
    try (ByteProvider provider = provider(vertx, items + "null")) {
      assertThat(
              provider
                  .model(Model.OPEN_AI)
                  .generateAll(ImageRequest.of("a barn"))
                  .materialize()
                  .blockingGet()
                  .getError())
          .isInstanceOf(AnimusException.Protocol.class)
          .hasMessageContaining("more than 64");
      assertThat(provider.requests()).hasSize(1);
    }
  }

  /** One that was fetched ahead, and nobody asked for, is not left behind. */
  @Test
  void whoLeavesAfterTheFirstLeavesNoOther(Vertx vertx) {
    try (ByteProvider provider = provider(vertx, "U,U,U")) {
      TestSubscriber<ImageUpdate> seen =
          provider.model(Model.OPEN_AI).stream(ImageRequest.of("a barn")).test(1);
      eventually(() -> seen.values().size() >= 1);
      eventually(() -> provider.requests().size() > 2);
      seen.cancel();

      eventually(() -> files().size() == 1);
    }
  }

  /** What came whole is paid for, whatever became of the rest of the answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':[{'b64_json':'GOOD'},{'b64_json':'HALF",
        "{'data':[{'b64_json':'GOOD'},{'b64_json':'HALF'}",
        "{'data':[{'b64_json':'GOOD'}],'usage':{'input_tok",
        "{'data':[{'b64_json':'GOOD'}"
      })
  void ofAnAnswerThatBreaksOffTheWholeImagesAreTold(String answer, Vertx vertx) {
    String body = answer.replace('\'', '"').replace("GOOD", base64(1)).replace("HALF", base64(2));
    try (ByteProvider provider =
        new ByteProvider(vertx, new FileImageStore(vertx, directory), line -> json(body))) {
      List<Notification<ImageUpdate>> seen =
          provider.model(Model.OPEN_AI).stream(ImageRequest.of("a barn").withCount(2))
              .materialize()
              .toList()
              .blockingGet();

      assertThat(seen.stream().map(SeveralImagesTest::name))
          .containsExactly("Image", "Unavailable");
      assertThat(((AnimusException) seen.get(1).getError()).mayHaveRun()).isTrue();
      eventually(() -> files().size() == 1);
    }
  }

  /** The image, or the first so many parts of it. */
  private static String base64(int parts) {
    return Base64.getEncoder().encodeToString(IMAGE.getBytes(0, IMAGE.length() / parts));
  }

  private ByteProvider provider(Vertx vertx, String items) {
    String data =
        items
            .replaceAll("\\bG\\b", "{'b64_json':'" + base64(1) + "','respect_moderation':true}")
            .replaceAll("\\bC\\b", "{'b64_json':'" + base64(2) + "'}")
            .replaceAll("\\bW\\b", "{'b64_json':null,'url':null,'respect_moderation':false}")
            .replaceAll("\\bU\\b", "{'url':'/there.png'}")
            .replaceAll("\\bX\\b", "{'url':'/gone.png'}")
            .replace('\'', '"');
    return new ByteProvider(
        vertx, new FileImageStore(vertx, directory), line -> answer(line, data));
  }

  private static Buffer answer(String line, String data) {
    if (line.startsWith("POST")) {
      return json("{\"created\":1,\"data\":[" + data + "]}");
    }
    return line.endsWith("/there.png")
        ? file(IMAGE)
        : ByteProvider.response("404 Not Found", "text/plain", Buffer.buffer("gone"));
  }

  private static String name(Notification<ImageUpdate> seen) {
    if (seen.isOnComplete()) {
      return "";
    }
    return seen.isOnError()
        ? seen.getError().getClass().getSimpleName()
        : seen.getValue().getClass().getSimpleName();
  }

  /** The images in the directory, without their descriptions. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.toString().endsWith(".json")).toList();
    }
  }
}
