package dev.animus4j.image;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@VertxTest
class ReferenceImageTest {
  private static final Buffer JPEG = drawn("jpg", 20, 10);

  @Test
  void isOfTheTypeThatItsBytesShow() {
    assertThat(ReferenceImage.of(JPEG))
        .isEqualTo(new ReferenceImage(JPEG, "image/jpeg", null, null));
    assertThat(ReferenceImage.of(JPEG).withRole("logo").withName("ACME"))
        .isEqualTo(new ReferenceImage(JPEG, "image/jpeg", "logo", "ACME"));
    assertThat(ReferenceImage.of(Buffer.buffer()).mediaType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void aMaskIsOneInItsRole() {
    assertThat(ReferenceImage.mask(JPEG).isMask()).isTrue();
    assertThat(new ReferenceImage(JPEG, "image/png", "mask", null).isMask()).isTrue();
    assertThat(ReferenceImage.of(JPEG).isMask()).isFalse();
  }

  @Test
  void isReadFromAFile(@TempDir Path directory, Vertx vertx) throws Exception {
    Path file = Files.write(directory.resolve("logo.png"), JPEG.getBytes());

    assertThat(ReferenceImage.read(vertx, file).blockingGet()).isEqualTo(ReferenceImage.of(JPEG));
    assertThatThrownBy(
            () -> ReferenceImage.read(vertx, directory.resolve("none.png")).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("cannot read the picture none.png")
        .hasMessageNotContaining(directory.toString());
  }

  @Test
  void isReadFromAStoreInPieces() {
    ImageStore store = ImageStore.inMemory(1 << 20);
    var stored = store.write("m", pieces(JPEG, 7)).blockingGet();

    assertThat(ReferenceImage.read(store.read(stored.location())).blockingGet())
        .isEqualTo(ReferenceImage.of(JPEG));
    Flowable<Buffer> pieces = pieces(JPEG, 7);
    assertThat(ReferenceImage.read(pieces).blockingGet()).isEqualTo(ReferenceImage.of(JPEG));
    assertThat(ReferenceImage.read(pieces).blockingGet()).isEqualTo(ReferenceImage.of(JPEG));
  }
}
