package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.avif;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.lossy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ByteProvider.Model;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that were cut before they were sent, in answers that are complete otherwise. */
@VertxTest
class CutImagesTest {
  @TempDir Path directory;

  private static final Map<String, Buffer> IMAGES = new LinkedHashMap<>();

  static {
    IMAGES.put("png", drawn("png", 60, 45));
    IMAGES.put("jpeg", drawn("jpg", 60, 45));
    IMAGES.put("gif", drawn("gif", 60, 45));
    IMAGES.put("webp", lossy(60, 45));
    IMAGES.put("avif", avif(60, 45));
  }

  /** Where an image is in the answer of a model. */
  private enum Place {
    FILE(Model.FLUX_WORKER),
    DATA_URL(Model.WORKERS_AI),
    TEXT(Model.SDXL_WORKER),
    BASE64(Model.OPEN_AI),
    EVENT(Model.OPEN_AI_STREAM),
    AT_A_URL(Model.OPEN_AI),
    GEMINI(Model.GEMINI);

    private final Model model;

    Place(Model model) {
      this.model = model;
    }

    Buffer answer(String line, String type, Buffer image) {
      if (line.startsWith("GET") && this != FILE) {
        return ByteProvider.file(image);
      }
      String base64 = Base64.getEncoder().encodeToString(image.getBytes());
      String url = "data:" + type + ";base64," + base64;
      return switch (this) {
        case FILE -> ByteProvider.response("200 OK", type, image);
        case DATA_URL -> ByteProvider.json("{\"result\":{\"image\":\"" + url + "\"}}");
        case TEXT -> ByteProvider.response("200 OK", "text/plain", Buffer.buffer(base64));
        case BASE64 -> ByteProvider.json("{\"data\":[{\"b64_json\":\"" + base64 + "\"}]}");
        case EVENT ->
            ByteProvider.response(
                "200 OK",
                "text/event-stream",
                Buffer.buffer(
                    "data: {\"type\":\"image_generation.completed\",\"b64_json\":\""
                        + base64
                        + "\"}\n\n"));
        case AT_A_URL -> ByteProvider.json("{\"data\":[{\"url\":\"/a.png\"}]}");
        case GEMINI ->
            ByteProvider.json(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\""
                    + type
                    + "\",\"data\":\""
                    + base64
                    + "\"}}]},\"finishReason\":\"STOP\"}]}");
      };
    }
  }

  static Stream<Arguments> cuts() {
    Map<String, UnaryOperator<Buffer>> cuts = new LinkedHashMap<>();
    cuts.put("half", image -> image.getBuffer(0, Math.max(28, image.length() / 2)));
    cuts.put("all but its last byte", image -> image.getBuffer(0, image.length() - 1));
    cuts.put("its first bytes", image -> image.getBuffer(0, 28));
    return each(cuts);
  }

  @ParameterizedTest(name = "{0} of a {1}, {3}")
  @MethodSource("cuts")
  void anImageThatWasCutIsNone(String cut, String type, Buffer image, Place place, Vertx vertx)
      throws IOException {
    try (ByteProvider provider = provider(vertx, type, image, place)) {
      Throwable failure =
          provider
              .model(place.model)
              .generate(ImageRequest.of("a barn"))
              .materialize()
              .blockingGet()
              .getError();

      assertThat(failure)
          .isInstanceOfSatisfying(
              AnimusException.Unavailable.class, known -> assertThat(known.mayHaveRun()).isTrue());
      assertThat(images()).isEmpty();
    }
  }

  static Stream<Arguments> wholes() {
    Map<String, UnaryOperator<Buffer>> wholes = new LinkedHashMap<>();
    wholes.put("nothing", Buffer::copy);
    wholes.put("a page", image -> image.copy().appendString("<html>bye</html>"));
    wholes.put("0xFF", image -> image.copy().appendByte((byte) 0xFF));
    wholes.put("itself", image -> image.copy().appendBuffer(image));
    return each(wholes);
  }

  @ParameterizedTest(name = "a {1} with {0} behind it, {3}")
  @MethodSource("wholes")
  void whatFollowsAWholeImageDoesNoHarm(
      String behind, String type, Buffer image, Place place, Vertx vertx) throws IOException {
    try (ByteProvider provider = provider(vertx, type, image, place)) {
      Image made = provider.model(place.model).generate(ImageRequest.of("a barn")).blockingGet();

      assertThat(made.format().mediaType()).isEqualTo("image/" + type);
      assertThat(made.format().width()).isEqualTo(60);
      assertThat(images()).containsExactly(made.location());
    }
  }

  private ByteProvider provider(Vertx vertx, String type, Buffer image, Place place) {
    return new ByteProvider(
        vertx,
        new FileImageStore(vertx, directory),
        line -> place.answer(line, "image/" + type, image));
  }

  /** The images in the directory, without their descriptions. */
  private List<URI> images() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toUri).filter(file -> !file.getPath().endsWith(".json")).toList();
    }
  }

  private static Stream<Arguments> each(Map<String, UnaryOperator<Buffer>> changes) {
    List<Place> places = Arrays.asList(Place.values());
    return changes.entrySet().stream()
        .flatMap(
            change ->
                IMAGES.entrySet().stream()
                    .flatMap(
                        image ->
                            places.stream()
                                .map(
                                    place ->
                                        arguments(
                                            change.getKey(),
                                            image.getKey(),
                                            change.getValue().apply(image.getValue()),
                                            place))));
  }
}
