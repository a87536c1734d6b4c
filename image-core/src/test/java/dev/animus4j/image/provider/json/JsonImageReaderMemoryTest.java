package dev.animus4j.image.provider.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it takes to get a picture out of JSON, besides the buffers in which it arrives. */
class JsonImageReaderMemoryTest {
  private static final int SIZE = 6 << 20;
  private static final int ARRIVING = 8 * 1024;

  @Test
  void aPictureTakesLittleMoreThanTheBuffersInWhichItArrives() {
    read(SIZE / 8);
    List<Buffer> pieces = pieces(SIZE);
    CountingImageStore store = new CountingImageStore();

    long before = allocated();
    read(pieces, store);
    long taken = allocated() - before;

    assertThat(store.bytes).isEqualTo(SIZE);
    assertThat(taken).isLessThan(SIZE / 8);
  }

  private static void read(int size) {
    read(pieces(size), new CountingImageStore());
  }

  private static void read(List<Buffer> pieces, ImageStore store) {
    var unused =
        JsonImageReaderTest.readAll(
                JsonImageReader.of(store, "any", "b64_json"), Flowable.fromIterable(pieces))
            .blockingGet();
  }

  private static List<Buffer> pieces(int size) {
    String head = "{\"b64_json\":\"";
    byte[] document = (head + "A".repeat(size / 3 * 4) + "\"}").getBytes(ISO_8859_1);
    List<Buffer> pieces = new ArrayList<>();
    for (int at = 0; at < document.length; at += ARRIVING) {
      int length = Math.min(ARRIVING, document.length - at);
      pieces.add(Buffer.buffer(length).appendBytes(document, at, length));
    }
    return pieces;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** A store that counts. */
  private static final class CountingImageStore implements ImageStore {
    private long bytes;

    @Override
    public Single<Stored> write(String model, Flowable<Buffer> picture) {
      return picture
          .doOnNext(piece -> bytes += piece.length())
          .ignoreElements()
          .toSingle(() -> new Stored(URI.create("a"), new Image.Format("a", 0, 0, bytes)));
    }

    @Override
    public Completable delete(URI location) {
      return Completable.complete();
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return Flowable.empty();
    }
  }
}
