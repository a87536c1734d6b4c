package dev.animus4j.image.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.TestImages;
import dev.animus4j.image.provider.RecordingImageStore;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of JSON, how it may be written, and what becomes of it. */
class JsonImageReaderTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");

  private final RecordingImageStore store = new RecordingImageStore();
  private final JsonImageReader json =
      new JsonImageReader(store, "any", Set.of("b64_json", "inlineData/data"), 2000);

  @ParameterizedTest
  @ValueSource(ints = {0, 24, 25, 26, 100, 6143, 6144, 6145, 30_000})
  void aPictureOfAnyLengthIsTakenOut(int more) {
    Buffer picture = noise(24 + more);
    FoundImages<JsonNode> found =
        read("{\"n\":1,\"b64_json\":\"" + base64(picture) + "\",\"z\":[]}");
    assertThat(found.content())
        .hasToString("{\"n\":1,\"b64_json\":%s,\"z\":[]}".formatted(marker(0)));
    assertThat(store.pictures).containsExactly(picture);
    assertThat(found.image(found.content().get("b64_json"))).isEqualTo(found.image(0));
  }

  @Test
  void theDocumentMayBeSplitAnywhere() {
    Buffer first = noise(40);
    Buffer second = noise(41);
    String document =
        "{\"d\\u0061ta\":[{\"b64_json\":\"%s\"},{\"b64_json\":\"%s\",\"x\":\"é\\\"\"}]}"
            .formatted(base64(first).replace("/", "\\/").replace("+", "\\u002b"), base64(second));
    for (int size = 1; size < 60; size++) {
      store.pictures.clear();
      FoundImages<JsonNode> found = read(document, size);
      assertThat(found.content())
          .hasToString(
              "{\"data\":[{\"b64_json\":%s},{\"b64_json\":%s,\"x\":\"é\\\"\"}]}"
                  .formatted(marker(0), marker(1)));
      assertThat(store.pictures).containsExactly(first, second);
    }
  }

  /** What is usual is decoded by the block, wherever the pieces begin and end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000, 1023, 1024, 1025, 2047, 8192, 8193, 65_536})
  void aLargePictureMayComeInPiecesOfAnySize(int size) {
    for (int length : new int[] {767, 768, 769, 1535, 1536, 1537, 20_001}) {
      store.pictures.clear();
      Buffer picture = noise(length);
      read("{\"b64_json\":\"" + base64(picture) + "\"}", size);
      assertThat(store.pictures).containsExactly(picture);
    }
  }

  @Test
  void aKeyCountsOnlyInItsPlace() {
    String long64 = base64(noise(48));
    String document =
        "{\"data\":\"%1$s\",\"parts\":[{\"inlineData\":{\"mimeType\":\"a\",\"data\":\"%1$s\"}}]}"
            .formatted(long64);
    FoundImages<JsonNode> found = read(document);
    assertThat(found.content().get("data").asText()).isEqualTo(long64);
    assertThat(found.isImage(found.content().at("/parts/0/inlineData/data"))).isTrue();
    assertThat(store.pictures).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "https://example.com/a/picture/with/a/long/name.png?and=more",
        "HTTP:\\/\\/example.com\\/a\\/picture\\/with\\/a\\/long\\/name.png"
      })
  void shortStringsAndUrlsStayInTheJson(String value) {
    FoundImages<JsonNode> found = read("{\"b64_json\":\"" + value + "\"}");
    assertThat(found.content().get("b64_json").asText()).isEqualTo(value.replace("\\", ""));
    assertThat(store.begun).isZero();
  }

  @Test
  void nullAndNumbersAndObjectsAreNoPictures() {
    String document = "{\"a\":{\"b64_json\":null},\"b64_json\":{\"b64_json\":true},\"c\":-1}";
    assertThat(read(document).content()).hasToString(document);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 9_001})
  void anyWayToWriteBase64WillDo(int length) {
    Buffer picture = noise(length);
    String plain = base64(picture);
    for (String written :
        new String[] {
          plain.replace("=", ""),
          plain.replace('+', '-').replace('/', '_'),
          plain.replaceAll("(.{19})", "$1\\\\r\\\\n"),
          plain.replaceAll("(.{7})", "$1 \n\t"),
          plain.replaceAll("(.{97})", "$1\\\\n").replaceFirst("/", "\\\\u002f"),
          plain.substring(0, length) + " \n" + plain.substring(length),
          "data:image/png;base64," + plain,
          "DATA:image\\/png;charset=utf-8;BASE64," + plain
        }) {
      store.pictures.clear();
      read("{\"b64_json\":\"" + written + "\"}");
      assertThat(store.pictures).as(written).containsExactly(picture);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*A",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA===",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA====",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAé",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\\x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\\u00zz",
        "data:image/svg+xml,%3Csvg%3E.................",
        "I am sorry, I can not draw that; it would be wrong"
      })
  void junkIsRefusedAndNothingIsKept(String junk) {
    for (String usual : new String[] {"", "A".repeat(4096)}) {
      assertThat(failure("{\"b64_json\":\"" + usual + junk + usual + "\"}", 3000))
          .isInstanceOf(AnimusException.Protocol.class);
    }
    assertThat(failure("{\"b64_json\":\"" + junk + "\"}"))
        .isInstanceOf(AnimusException.Protocol.class);
    assertThat(store.pictures).isEmpty();
    assertThat(store.open).isZero();
  }

  @Test
  void nothingIsKeptOfAnAnswerThatEndsTooSoon() {
    String whole = "{\"b64_json\":\"" + base64(noise(60)) + "\",\"usage\":{\"n\":1}}";
    for (int length = 1; length < whole.length(); length++) {
      assertThat(failure(whole.substring(0, length)))
          .isInstanceOf(AnimusException.Unavailable.class);
    }
    assertThat(store.pictures).isEmpty();
    assertThat(store.open).isZero();
  }

  @Test
  void nothingIsKeptOfAnAnswerThatIsNotAccepted() {
    String document = "{\"b64_json\":\"" + base64(noise(60)) + "\",\"error\":1}";
    RuntimeException refusal = new IllegalStateException("refused");
    Flowable<Buffer> bytes = Flowable.just(Buffer.buffer(document));
    json.read(
            bytes,
            ORIGIN,
            whole -> {
              assertThat(whole).hasToString("{\"b64_json\":%s,\"error\":1}".formatted(marker(0)));
              throw refusal;
            },
            Flowable::just)
        .test()
        .assertError(refusal);
    assertThat(store.pictures).isEmpty();
    assertThat(store.open).isZero();
  }

  /** Before it asks for a byte: its directory is gone, or the disk is full. */
  @Test
  void aStoreThatFailsAtOnceIsTheFailure() {
    RuntimeException full = new IllegalStateException("full");
    JsonImageReader reader =
        new JsonImageReader(new ThrowingStore(full), "any", Set.of("b64_json"), 2000);
    String document = "{\"b64_json\":\"" + base64(noise(60_000)) + "\",\"x\":1}";

    FoundImages<JsonNode> found = readAll(reader, pieces(document, 500)).blockingGet();

    assertThat(found.failure(found.content().get("b64_json"))).isSameAs(full);
  }

  @Test
  void nothingIsKeptWhenTheReaderLeavesBeforeTheEnd() {
    UnicastProcessor<Buffer> source = UnicastProcessor.create();
    var reader = read(source).test();
    source.onNext(Buffer.buffer("{\"b64_json\":\"" + base64(noise(60)) + "\""));
    assertThat(store.open).isEqualTo(1);
    reader.dispose();
    assertThat(store.open).isZero();
    assertThat(source.hasSubscribers()).isFalse();
  }

  @Test
  void theRestIsBounded() {
    assertThat(failure("{\"x\":\"" + "y".repeat(2000) + "\"}"))
        .hasMessageContaining("larger than 2000 bytes without its pictures");
    assertThat(failure("[".repeat(600))).hasMessageContaining("nested too deep");
  }

  @Test
  void tooManyPicturesAreRefused() {
    String item = "\"" + base64(noise(30)) + "\",";
    assertThat(failure("{\"b64_json\":[" + item.repeat(65) + "1]}"))
        .hasMessageContaining("more than 64");
    assertThat(store.begun).isEqualTo(64);
    assertThat(store.open).isZero();
  }

  private FoundImages<JsonNode> read(String document) {
    return read(document, 5000);
  }

  private FoundImages<JsonNode> read(String document, int size) {
    return read(pieces(document, size)).blockingGet();
  }

  private Throwable failure(String document) {
    return failure(document, 7);
  }

  private Throwable failure(String document, int size) {
    return read(pieces(document, size)).materialize().blockingGet().getError();
  }

  private Single<FoundImages<JsonNode>> read(Flowable<Buffer> document) {
    return readAll(json, document);
  }

  /** Reads a document and keeps all of its images. */
  static Single<FoundImages<JsonNode>> readAll(JsonImageReader json, Flowable<Buffer> document) {
    return json.read(
            document,
            ORIGIN,
            all -> new JsonImageSelector.Selection<>(all, number -> true),
            JsonImageReaderTest::commitAll)
        .singleOrError();
  }

  private static Flowable<FoundImages<JsonNode>> commitAll(FoundImages<JsonNode> found) {
    for (int number = 0; number < 64; number++) {
      if (found.isImage(TextNode.valueOf(ImageMarker.of(number)))) {
        found.commit(found.image(number).location());
      }
    }
    return Flowable.just(found);
  }

  private static String marker(int number) {
    return "\"\\u0000image " + number + ";\"";
  }

  static Flowable<Buffer> pieces(String document, int size) {
    return TestImages.pieces(Buffer.buffer(document.getBytes(UTF_8)), size);
  }

  static Buffer noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Buffer.buffer(bytes);
  }

  static String base64(Buffer picture) {
    return Base64.getEncoder().encodeToString(picture.getBytes());
  }

  private record ThrowingStore(RuntimeException failure) implements ImageStore {
    @Override
    public Single<Stored> write(String model, Flowable<Buffer> bytes) {
      return Single.error(failure);
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return Flowable.error(failure);
    }

    @Override
    public Completable delete(URI location) {
      return Completable.error(failure);
    }
  }
}
