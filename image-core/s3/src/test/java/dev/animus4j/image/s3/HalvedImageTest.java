package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.drawn;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole images are stored in one request or in parts; half of one leaves nothing behind. */
@Tag("long")
@VertxTest
class HalvedImageTest {
  @RegisterExtension static final S3ServerExtension SERVER = new S3ServerExtension();

  private final S3Server server = SERVER.get();
  private final S3ImageStore store = server.store();

  /** Each half of a large one has more than a part. */
  static Stream<Arguments> images() {
    return Stream.of(ImageType.values())
        .flatMap(type -> Stream.of(3000, 11 << 20).map(bytes -> Arguments.arguments(type, bytes)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void halfAnImageLeavesNothing(ImageType type, int bytes) {
    Buffer image = SizedImages.of(type, bytes);
    Buffer half = image.getBuffer(0, image.length() / 2);

    assertThatThrownBy(() -> store.write("flux-1", pieces(half)).blockingGet())
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("cut off")
        .satisfies(failure -> assertThat(UploadApi.mayHaveRun(failure)).isTrue());

    assertThat(server.keys()).isEmpty();
    assertThat(server.uploads()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("images")
  void aWholeOneIsListedAndFoundAsItWasStored(ImageType type, int bytes) {
    Buffer image = SizedImages.of(type, bytes);

    Stored stored = store.write("flux-1", pieces(image)).blockingGet();

    String mediaType = "image/" + type.name().toLowerCase(Locale.ROOT);
    assertThat(stored.format()).isEqualTo(new Image.Format(mediaType, 20, 10, image.length()));
    assertThat(store.list().toList().blockingGet()).containsExactly(stored);
    assertThat(store.find(stored.location()).blockingGet())
        .isEqualTo(Image.of("", stored.location()).withFormat(stored.format()));
    assertThat(store.readAll(stored.location()).blockingGet()).isEqualTo(image);
    store.delete(stored.location()).blockingAwait();
    assertThat(server.keys()).isEmpty();
  }

  /** Its first part has comments alone, so that the upload is created without its size. */
  @Test
  void anImageThatTellsItsSizeLateIsListedToo() {
    Buffer drawn = drawn("jpg", 20, 10);
    Buffer image = drawn.getBuffer(0, 2);
    for (int at = 0; at < 100; at++) {
      image.appendBytes(new byte[] {(byte) 0xFF, (byte) 0xFE}).appendUnsignedShort(65_000);
      image.appendBytes(new byte[64_998]);
    }
    image.appendBuffer(drawn.getBuffer(2, drawn.length()));

    Stored stored = store.write("flux-1", pieces(image)).blockingGet();

    assertThat(stored.format()).isEqualTo(new Image.Format("image/jpeg", 20, 10, image.length()));
    assertThat(store.list().toList().blockingGet()).containsExactly(stored);
    store.delete(stored.location()).blockingAwait();
  }
}
