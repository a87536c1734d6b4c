package dev.animus4j.image.provider.json;

import static dev.animus4j.image.TestImages.avif;
import static dev.animus4j.image.TestImages.canvas;
import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.lossless;
import static dev.animus4j.image.TestImages.lossy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.TestImages;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever becomes of a file on its way: nothing partial is told as an image, nothing stays. */
class DamagedImagesPropertyTest {
  private static final FailureOrigin SERVER = FailureOrigin.of("server");
  private static final List<Buffer> FILES =
      List.of(
          drawn("png", 40, 30),
          drawn("jpg", 40, 30),
          drawn("gif", 40, 30),
          lossy(40, 30),
          lossless(40, 30),
          canvas(40, 30),
          avif(40, 30));

  /** In which form a file comes. */
  private enum Form {
    FILE,
    JSON,
    TEXT,
    DATA_URL,
    IN_MARKDOWN,
    JSON_STRING
  }

  private ImageStore store = ImageStore.inMemory(1 << 20);

  @BeforeTry
  void empty() {
    store = ImageStore.inMemory(1 << 20);
  }

  @Property(tries = 2000)
  void aFileThatIsCutIsNeverAnImage(
      @ForAll @IntRange(max = 6) int file,
      @ForAll Form form,
      @ForAll @IntRange(max = 9_999) int share,
      @ForAll @IntRange(min = 1, max = 5_000) int piece) {
    Buffer whole = FILES.get(file);
    Buffer cut = whole.getBuffer(0, whole.length() * share / 10_000);

    List<ImageStore.Stored> told = read(form, cut, piece);

    assertThat(told).isEmpty();
    assertThat(stored()).isEmpty();
  }

  @Property(tries = 2000)
  void aFileThatIsDamagedIsAnImageAsItCameOrNone(
      @ForAll @IntRange(max = 6) int file,
      @ForAll Form form,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 99_999) Integer> places,
      @ForAll byte damage) {
    Buffer damaged = FILES.get(file).copy();
    for (int place : places) {
      damaged.setByte((int) ((long) damaged.length() * place / 100_000), damage);
    }

    List<ImageStore.Stored> told = read(form, damaged, 700);

    assertThat(stored()).isEqualTo(told.stream().map(ImageStore.Stored::location).toList());
    assertThat(told).allSatisfy(image -> assertThat(bytes(image)).isEqualTo(damaged));
  }

  @Property(tries = 300)
  void ofTwoFilesTheWholeOneIsTold(
      @ForAll @IntRange(max = 6) int file,
      @ForAll @IntRange(max = 6) int other,
      @ForAll boolean first,
      @ForAll @IntRange(min = 300, max = 9_999) int share) {
    Buffer whole = FILES.get(file);
    Buffer cut = FILES.get(other).getBuffer(0, FILES.get(other).length() * share / 10_000);
    String json =
        "{\"data\":[{\"b64_json\":\"%s\"},{\"b64_json\":\"%s\"}]}"
            .formatted(base64(first ? whole : cut), base64(first ? cut : whole));

    List<ImageStore.Stored> told = read(Buffer.buffer(json), 500);

    assertThat(told).hasSize(1).allSatisfy(image -> assertThat(bytes(image)).isEqualTo(whole));
    assertThat(stored()).hasSize(1);
  }

  @Property(tries = 500)
  void noiseIsNoImage(
      @ForAll long seed, @ForAll Form form, @ForAll @IntRange(max = 3_000) int length) {
    byte[] noise = new byte[length];
    new Random(seed).nextBytes(noise);

    assertThat(read(form, Buffer.buffer(noise), 400)).isEmpty();
    assertThat(stored()).isEmpty();
  }

  private List<ImageStore.Stored> read(Form form, Buffer file, int piece) {
    Buffer body =
        switch (form) {
          case FILE -> file;
          case JSON -> Buffer.buffer("{\"data\":[{\"b64_json\":\"" + base64(file) + "\"}]}");
          case TEXT -> Buffer.buffer(base64(file));
          case DATA_URL -> Buffer.buffer("data:image/png;base64," + base64(file));
          case IN_MARKDOWN ->
              Buffer.buffer(
                  "{\"text\":\"Here: ![a](data:image/png;base64,"
                      + base64(file)
                      + ") and so on\"}");
          case JSON_STRING -> Buffer.buffer("\"" + base64(file) + "\"");
        };
    return read(body, piece);
  }

  /** The images that are told of; empty after a failure. */
  private List<ImageStore.Stored> read(Buffer body, int piece) {
    return JsonImageReader.of(store, "any", "b64_json")
        .read(
            TestImages.pieces(body.copy(), piece),
            SERVER,
            json -> new Selection<>(json, number -> true),
            this::images)
        .onErrorResumeNext(DamagedImagesPropertyTest::expected)
        .toList()
        .blockingGet();
  }

  private Flowable<ImageStore.Stored> images(FoundImages<JsonNode> found) {
    return Flowable.range(0, 2)
        .map(number -> TextNode.valueOf(ImageMarker.of(number)))
        .filter(found::isImage)
        .map(found::image)
        .doOnNext(image -> found.commit(image.location()));
  }

  private static Flowable<ImageStore.Stored> expected(Throwable failure) {
    assertThat(failure).isInstanceOf(AnimusException.class);
    return Flowable.empty();
  }

  private List<URI> stored() {
    return store.list().map(ImageStore.Stored::location).toList().blockingGet();
  }

  private Buffer bytes(ImageStore.Stored image) {
    return store.readAll(image.location()).blockingGet();
  }

  private static String base64(Buffer file) {
    return Base64.getEncoder().encodeToString(file.getBytes());
  }
}
