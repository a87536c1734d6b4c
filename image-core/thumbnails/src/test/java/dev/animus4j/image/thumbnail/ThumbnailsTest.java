package dev.animus4j.image.thumbnail;

import static dev.animus4j.image.thumbnail.TestFiles.color;
import static dev.animus4j.image.thumbnail.TestFiles.decoded;
import static dev.animus4j.image.thumbnail.TestFiles.file;
import static dev.animus4j.image.thumbnail.TestFiles.oriented;
import static dev.animus4j.image.thumbnail.TestFiles.quarters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxTestContext;
import java.awt.image.BufferedImage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class ThumbnailsTest {
  private final ImageStore store = ImageStore.inMemory(64 << 20);
  private final Thumbnails thumbnails = Thumbnails.create(store);

  private URI stored(Buffer file) {
    return store.write("m", Flowable.just(file)).blockingGet().location();
  }

  private BufferedImage shown(Stored thumbnail) {
    return decoded(store.readAll(thumbnail.location()).blockingGet());
  }

  @ParameterizedTest
  @CsvSource({"png, 400, 300", "jpeg, 400, 300", "gif, 400, 300", "jpeg, 3000, 2250"})
  void aThumbnailIsASmallPictureOfTheLargeOne(String format, int width, int height) {
    URI image = stored(quarters(format, width, height));

    Stored thumbnail = thumbnails.thumbnail(image, 100).blockingGet();

    assertThat(thumbnail.format())
        .extracting(Image.Format::mediaType, Image.Format::width, Image.Format::height)
        .containsExactly("image/jpeg", 100, 75);
    assertThat(corners(shown(thumbnail))).isEqualTo("RGBW");
    assertThat(thumbnail.location().toString()).contains("thumbnail");
  }

  private static String corners(BufferedImage image) {
    return ""
        + color(image, 0.25, 0.25)
        + color(image, 0.75, 0.25)
        + color(image, 0.25, 0.75)
        + color(image, 0.75, 0.75);
  }

  @ParameterizedTest
  @CsvSource({
    "lossy.webp, image/jpeg, B",
    "lossless.webp, image/jpeg, B",
    "animated.webp, image/jpeg, B",
    "lossy-alpha.webp, image/png, .",
    "lossless-alpha.webp, image/png, ."
  })
  void webpIsReadToo(String name, String mediaType, char right) {
    Stored thumbnail = thumbnails.thumbnail(stored(file(name)), 32).blockingGet();

    assertThat(thumbnail.format())
        .extracting(Image.Format::mediaType, Image.Format::width, Image.Format::height)
        .containsExactly(mediaType, 32, 24);
    assertThat(color(shown(thumbnail), 0.2, 0.5)).isEqualTo('R');
    assertThat(color(shown(thumbnail), 0.8, 0.5)).isEqualTo(right);
  }

  /** The corners are those above, from left to right. */
  @ParameterizedTest
  @CsvSource({
    "1, RG", "2, GR", "3, WB", "4, BW", "5, RB", "6, BR", "7, WG", "8, GW", "0, RG", "9, RG"
  })
  void aPhotoIsShownTheWayUpThatItWasTaken(int orientation, String above) {
    URI photo = stored(oriented(quarters("jpeg", 400, 200), orientation));

    Stored thumbnail = thumbnails.thumbnail(photo, 100).blockingGet();

    boolean upright = orientation < 5 || orientation > 8;
    assertThat(thumbnail.format())
        .extracting(Image.Format::width, Image.Format::height)
        .containsExactly(upright ? 100 : 50, upright ? 50 : 100);
    assertThat(corners(shown(thumbnail))).startsWith(above);
  }

  @ParameterizedTest
  @CsvSource({
    "30, 20, 100, 30, 20",
    "100, 50, 100, 100, 50",
    "2000, 2, 100, 100, 1",
    "1, 1, 1, 1, 1"
  })
  void aSmallPictureIsNotBlownUpAndNoneVanishes(
      int width, int height, int most, int thenWidth, int thenHeight) {
    Stored thumbnail =
        thumbnails.thumbnail(stored(quarters("png", width, height)), most).blockingGet();

    assertThat(thumbnail.format())
        .extracting(Image.Format::width, Image.Format::height)
        .containsExactly(thenWidth, thenHeight);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void aPictureMayHaveAnyColours(int type) {
    Buffer png = TestFiles.encoded(new BufferedImage(300, 200, type), "png");

    assertThat(thumbnails.thumbnail(stored(png), 30).blockingGet().format().width()).isEqualTo(30);
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsDecoded() {
    for (Buffer bomb :
        List.of(
            TestFiles.png(16_000, 6_000),
            TestFiles.gifWithAHugeFrame(),
            TestFiles.webpWithAHugeFrame(false),
            TestFiles.webpWithAHugeFrame(true))) {
      assertThatThrownBy(() -> thumbnails.thumbnail(stored(bomb), 100).blockingGet())
          .isInstanceOf(AnimusException.InvalidRequest.class)
          .hasMessageContaining("more than 50000000");
    }
    URI image = stored(quarters("png", 100, 100));
    assertThatThrownBy(() -> thumbnails.withMaxPixels(9_999).thumbnail(image, 10).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("has 10000 pixels, more than 9999");
    assertThat(thumbnails.withMaxPixels(10_000).thumbnail(image, 10).blockingGet()).isNotNull();
  }

  /** Decoded as a whole and at once, these would take more than twice the heap of the tests. */
  @Test
  void severalLargeOnesAtOnceFitIntoASmallHeap() {
    BufferedImage large = new BufferedImage(7_000, 7_000, BufferedImage.TYPE_BYTE_GRAY);
    URI image = stored(TestFiles.encoded(large, "jpeg"));

    List<Stored> all =
        Flowable.range(0, 6)
            .flatMapSingle(at -> thumbnails.thumbnail(image, 200), false, 6)
            .toList()
            .blockingGet();

    assertThat(all).hasSize(6).allSatisfy(one -> assertThat(one.format().width()).isEqualTo(200));
  }

  @Test
  void avifIsRefused() {
    assertThatThrownBy(() -> thumbnails.thumbnail(stored(file("image.avif")), 10).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there are no thumbnails of image/avif");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy.webp", "png"})
  void aDamagedPictureIsRefused(String name) {
    Buffer whole = name.endsWith("webp") ? file(name) : quarters(name, 400, 300);
    URI damaged = stored(TestFiles.damaged(whole));

    assertThatThrownBy(() -> thumbnails.thumbnail(damaged, 10).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void thereMustBeAPictureAndASize() {
    URI image = stored(quarters("png", 10, 10));
    for (int side : new int[] {0, -1, 4097}) {
      assertThatThrownBy(() -> thumbnails.thumbnail(image, side).blockingGet())
          .isInstanceOf(AnimusException.InvalidRequest.class)
          .hasMessageContaining("from 1 to 4096 pixels");
    }
    assertThatThrownBy(() -> thumbnails.thumbnail(URI.create("mem:none"), 10).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no such picture");
  }

  @Test
  void thumbnailsAreKeptElsewhereAndDeliveredOnTheContextOfTheirSubscriber(
      @TempDir Path home, Vertx vertx, VertxTestContext test) {
    FileImageStore images = new FileImageStore(vertx, home.resolve("images"));
    FileImageStore small = new FileImageStore(vertx, home.resolve("thumbnails"));
    URI image =
        images.write("m", Flowable.just(quarters("png", 4000, 3000))).blockingGet().location();
    Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now ->
            Thumbnails.create(images)
                .withTarget(small)
                .thumbnail(image, 100)
                .doOnSuccess(
                    thumbnail -> {
                      assertThat(Vertx.currentContext()).isSameAs(context);
                      assertThat(Path.of(thumbnail.location()))
                          .isRegularFile()
                          .hasParentRaw(home.resolve("thumbnails").toRealPath());
                    })
                .subscribe(thumbnail -> test.completeNow(), test::failNow));
  }
}
