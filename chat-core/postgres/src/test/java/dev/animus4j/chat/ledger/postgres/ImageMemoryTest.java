package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.rules.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.image.contract.DrawnImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process with a small heap, which writes and reads large images, many at once. */
@VertxTest
class ImageMemoryTest {
  private static final int IMAGES = 16;
  private static final int BYTES = 8 * 1024 * 1024;

  @Test
  void sixteenImagesOf8MegabytesAtOnceFitIntoASmallHeap() throws IOException {
    PostgresOptions options = PostgresServer.shared().newSchema();

    assertThat(run(options, "24m")).contains("16 of 8388608 bytes");

    StoredImages tables = new StoredImages(options);
    assertThat(tables.files()).isEqualTo(IMAGES);
    assertThat(tables.parts()).isEqualTo(IMAGES * BYTES / PartSplitter.PART);
  }

  @Test
  void aWriterThatIsKilledLeavesNothingThatIsSeen(Vertx vertx) throws IOException {
    PostgresOptions options = PostgresServer.shared().newSchema();
    StoredImages tables = new StoredImages(options);
    PostgresImageStore store = PostgresImageStore.connect(vertx, options);
    store.check().blockingAwait();
    Process writer = start(options, "64m");
    eventually(() -> tables.parts() > 100);

    writer.destroyForcibly().onExit().join();

    long complete = store.list().count().blockingGet();
    tables.execute("UPDATE animus_file SET begun = begun - interval '2 hours'");
    store.sweep().blockingAwait();
    assertThat(tables.files()).isEqualTo((int) complete).isLessThan(IMAGES);
    assertThat(store.list().flatMap(it -> store.read(it.location())).count().blockingGet())
        .isEqualTo(tables.parts());
    store.closeAsync().blockingAwait();
  }

  private static String run(PostgresOptions options, String heap) throws IOException {
    return new String(start(options, heap).getInputStream().readAllBytes(), UTF_8);
  }

  private static Process start(PostgresOptions options, String heap) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-Xmx" + heap,
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=32m",
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            Integer.toString(options.database().getPort()),
            PostgresServer.schemaOf(options))
        .redirectErrorStream(true)
        .start();
  }

  /** Writes all images at once, and reads them all at once; port and schema are its arguments. */
  static final class Program {
    public static void main(String[] arguments) {
      Vertx vertx = Vertx.vertx();
      PgConnectOptions database =
          PgConnectOptions.fromUri(
                  "postgresql://bot:s3cret-pass@127.0.0.1:" + arguments[0] + "/bots")
              .addProperty("search_path", arguments[1]);
      PostgresOptions options =
          PostgresOptions.of(database).withConnectTimeout(Duration.ofSeconds(30));
      PostgresImageStore store = PostgresImageStore.connect(vertx, options);
      List<Stored> stored =
          Flowable.range(0, IMAGES)
              .flatMapSingle(n -> store.write("m", DrawnImages.stream(BYTES)), false, IMAGES)
              .toList()
              .blockingGet();
      long bytes =
          Flowable.fromIterable(stored)
              .flatMap(one -> store.read(one.location()), false, IMAGES, 1)
              .reduce(0L, (sum, piece) -> sum + piece.length())
              .blockingGet();
      System.out.println(stored.size() + " of " + bytes / IMAGES + " bytes");
      vertx.close().await();
    }
  }
}
