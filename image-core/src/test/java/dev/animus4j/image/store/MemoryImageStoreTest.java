package dev.animus4j.image.store;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.TestImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryImageStoreTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);
  private static final int SIZE = PICTURE.length();

  private final ImageStore store = ImageStore.inMemory(3L * SIZE);

  @ParameterizedTest
  @CsvSource({"png, image/png, png", "jpg, image/jpeg, jpg", "gif, image/gif, gif"})
  void keepsTheBytesAndTellsWhatTheyAre(String drawn, String mediaType, String extension) {
    Buffer picture = drawn(drawn, 100, 75);

    Stored stored = store.write("@cf/Flux:1", pieces(picture, 1000)).blockingGet();

    assertThat(stored.format()).isEqualTo(new Image.Format(mediaType, 100, 75, picture.length()));
    assertThat(stored.location().toString())
        .matches("mem:image_-cf-flux-1_[0-9a-f-]{36}_\\d{13}\\." + extension);
    assertThat(read(stored)).isEqualTo(picture);
    assertThat(read(stored)).isEqualTo(picture);
  }

  @Test
  void isReadPieceByPieceAtThePaceOfTheReader() {
    ImageStore large = ImageStore.inMemory(1 << 24);
    Buffer picture = drawn("png", 900, 700);
    Stored stored = large.write("m", Flowable.just(picture)).blockingGet();

    large.read(stored.location()).test(2).assertValueCount(2).assertNotComplete();
    assertThat(large.read(stored.location()).blockingIterable())
        .allMatch(piece -> piece.length() <= 64 * 1024)
        .hasSizeGreaterThan(10);
  }

  @Test
  void nobodyCanChangeWhatIsKept() {
    Buffer mine = PICTURE.copy();
    Stored stored = store.write("m", Flowable.just(mine)).blockingGet();

    mine.setByte(100, (byte) ~mine.getByte(100));
    store.read(stored.location()).forEach(piece -> piece.setByte(0, (byte) 0)).dispose();

    assertThat(read(stored)).isEqualTo(PICTURE);
  }

  @Test
  void theOldestMakeRoomForTheNew() {
    Stored first = write();
    List<Stored> later = List.of(write(), write(), write());

    assertGone(first);
    assertThat(later).allSatisfy(stored -> assertThat(read(stored)).isEqualTo(PICTURE));
  }

  @Test
  void aDeletedPictureIsGoneAndItsRoomIsFree() {
    Stored first = write();
    Stored second = write();
    Stored third = write();

    store.delete(second.location()).blockingAwait();
    store.delete(second.location()).blockingAwait();
    write();

    assertGone(second);
    assertThat(read(first)).isEqualTo(read(third));
  }

  @Test
  void anImageBeingWrittenTakesRoomAndIsNotEvicted() {
    PublishProcessor<Buffer> slow = PublishProcessor.create();
    var writing = store.write("m", slow).test();
    slow.onNext(PICTURE.getBuffer(0, SIZE - 1));
    write();
    Stored second = write();
    Stored third = write();
    slow.onNext(PICTURE.getBuffer(SIZE - 1, SIZE));
    slow.onComplete();

    assertThat(read(writing.values().get(0))).isEqualTo(PICTURE);
    assertThat(read(second)).isEqualTo(read(third));
  }

  @Test
  void anImageIsRejectedWhileTheStoreIsFull() {
    PublishProcessor<Buffer> slow = PublishProcessor.create();
    var writing = Flowable.range(0, 3).flatMapSingle(at -> store.write("m", slow)).test();
    slow.onNext(PICTURE.getBuffer(0, SIZE - 1));

    assertThat(failure(Flowable.just(PICTURE)))
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("full");

    writing.cancel();
    assertThat(List.of(write(), write(), write())).hasSize(3).allSatisfy(this::read);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20})
  void failedWritesTakeNoRoom(int pieces) {
    RuntimeException cut = new IllegalStateException("cut");
    for (int time = 0; time < 5; time++) {
      Flowable<Buffer> source = pieces(PICTURE, 1000).take(pieces).concatWith(Flowable.error(cut));
      assertThat(failure(source)).isSameAs(cut);
    }

    assertThat(List.of(write(), write(), write())).allSatisfy(this::read);
  }

  @Test
  void invalidAndTooLargeImagesAreRejected() {
    assertThat(failure(Flowable.just(Buffer.buffer("<p>Bad gateway</p>"))))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("not a picture");
    assertThat(failure(Flowable.just(PICTURE.getBuffer(0, 20))))
        .hasMessageContaining("ends within its header");
    assertThat(failure(Flowable.just(PICTURE, PICTURE, PICTURE, PICTURE)))
        .hasMessageContaining("larger than " + 3 * SIZE + " bytes");
    assertThat(List.of(write(), write(), write())).allSatisfy(this::read);
    assertThatThrownBy(() -> ImageStore.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isSharedBetweenThreads() {
    ImageStore small = ImageStore.inMemory(10L * SIZE);

    List<Stored> all =
        Flowable.range(0, 200)
            .flatMapSingle(
                at -> small.write("m", pieces(PICTURE, 500)).subscribeOn(Schedulers.computation()),
                false,
                2)
            .toList()
            .blockingGet();

    long kept = all.stream().filter(stored -> isThere(small, stored)).count();
    assertThat(kept).isEqualTo(10);
  }

  @Test
  void knowsNoOtherAddresses() {
    for (String other : List.of("file:///etc/passwd", "https://example.org/a.png", "nothing")) {
      assertThat(store.delete(URI.create(other)).materialize().blockingGet().getError())
          .isInstanceOf(AnimusException.InvalidRequest.class);
      assertThat(store.read(URI.create(other)).materialize().blockingFirst().getError())
          .isInstanceOf(AnimusException.InvalidRequest.class);
    }
  }

  private Stored write() {
    return store.write("m", pieces(PICTURE, 1000)).blockingGet();
  }

  private Buffer read(Stored stored) {
    return store
        .read(stored.location())
        .reduce(Buffer.buffer(), Buffer::appendBuffer)
        .blockingGet();
  }

  private void assertGone(Stored stored) {
    assertThat(isThere(store, stored)).isFalse();
  }

  private static boolean isThere(ImageStore store, Stored stored) {
    return store.read(stored.location()).materialize().blockingFirst().isOnNext();
  }

  private Throwable failure(Flowable<Buffer> bytes) {
    return store.write("m", bytes).materialize().blockingGet().getError();
  }
}
