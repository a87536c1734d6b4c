package dev.animus4j.image.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.http.Http;
import dev.animus4j.image.contract.DrawnImages;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that stores large images one after the other, with a small heap. */
public final class SmallHeapProcess {
  private static final int BYTES = 40 * 1024 * 1024;

  private SmallHeapProcess() {}

  static String run(String endpoint, int images, String heap) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=16m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapProcess.class.getName(),
                endpoint,
                Integer.toString(images))
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /** Address of the server, and how many images. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    S3Options options =
        S3Options.of(S3Bucket.of(arguments[0], "us-east-1", "images"), S3Server.CREDENTIALS)
            .withMaxBytes(BYTES);
    S3ImageStore store = S3ImageStore.create(Http.create(vertx), options);
    List<Stored> stored =
        Flowable.range(0, Integer.parseInt(arguments[1]))
            .concatMapSingle(at -> store.write("flux-1", DrawnImages.stream(BYTES)))
            .toList()
            .blockingGet();
    long bytes = stored.get(0).format().bytes();
    System.out.println(stored.size() + " images of " + bytes + " bytes");
    vertx.close().await();
  }
}
