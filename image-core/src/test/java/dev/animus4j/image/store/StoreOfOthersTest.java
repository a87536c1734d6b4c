package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** A store of three methods has the other doors too. */
class StoreOfOthersTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);
  private static final URI FOX = URI.create("mine:fox");

  private final ImageStore mine = new ThreeMethods(PICTURE);

  @Test
  void isAlwaysReadyAndTakesDescriptionsWithoutEffect() {
    mine.check().blockingAwait();
    mine.describe(Image.of("a fox", FOX)).blockingAwait();

    assertThat(mine.find(FOX).blockingGet())
        .isEqualTo(
            Image.of("", FOX)
                .withFormat(new Image.Format("image/png", 200, 150, PICTURE.length())));
  }

  @Test
  void isReadAtOnceWithinBounds() {
    assertThat(mine.readAll(FOX).blockingGet()).isEqualTo(PICTURE);
    Flowable<Buffer> endless = Flowable.just(Buffer.buffer(new byte[1 << 20])).repeat();
    assertThatThrownBy(() -> new ThreeMethods(endless).readAll(FOX).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than 33554432 bytes");
  }

  @Test
  void findsNothingWhereNoImageIs() {
    assertThat(mine.find(URI.create("mine:cat")).isEmpty().blockingGet()).isTrue();
    assertThat(new ThreeMethods(Buffer.buffer("no picture")).find(FOX).isEmpty().blockingGet())
        .isTrue();
  }

  @Test
  void failsToFindWhatItCannotReadNow() {
    IllegalStateException down = new IllegalStateException("down");
    assertThatThrownBy(() -> new ThreeMethods(Flowable.error(down)).find(FOX).blockingGet())
        .isSameAs(down);
  }

  @Test
  void saysThatItCannotList() {
    assertThatThrownBy(() -> mine.list().blockingFirst())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("this store cannot list");
  }

  /** Has one image. */
  private record ThreeMethods(Flowable<Buffer> bytes) implements ImageStore {
    ThreeMethods(Buffer bytes) {
      this(pieces(bytes, 1000));
    }

    @Override
    public Single<Stored> write(String model, Flowable<Buffer> bytes) {
      return Single.error(new UnsupportedOperationException());
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return location.equals(FOX) ? bytes : Flowable.error(StoreFailure.notFound("no such image"));
    }

    @Override
    public Completable delete(URI location) {
      return Completable.complete();
    }
  }
}
