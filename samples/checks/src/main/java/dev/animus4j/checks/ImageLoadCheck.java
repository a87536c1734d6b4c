package dev.animus4j.checks;

import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stores many base64 images at once into files, all of them half received before any is complete.
 *
 * @param count number of images
 * @param bytes size of each
 */
record ImageLoadCheck(String name, String claim, List<String> jvm, int count, int bytes)
    implements Check {

  static ImageLoadCheck memory() {
    String claim = "8 pictures of 8 MiB at once, in base64, into files in a heap of 64 MB";
    return new ImageLoadCheck("image-memory", claim, List.of("-Xmx64m"), 8, 8 << 20);
  }

  static ImageLoadCheck inFlight() {
    String claim = "256 pictures of 1.5 MB at once, in base64, in a heap below 150 MB";
    List<String> jvm = List.of("-Xmx150m", "-XX:MaxDirectMemorySize=256m");
    return new ImageLoadCheck("images-in-flight", claim, jvm, 256, 1_500_000);
  }

  static ImageLoadCheck large() {
    String claim = "16 pictures of 32 MB at once, in base64, into files in a heap of 64 MB";
    return new ImageLoadCheck("large-images", claim, List.of("-Xmx64m"), 16, 32_000_000);
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    Vertx vertx = Vertx.vertx();
    Path directory = Files.createTempDirectory("animus4j-check");
    try (ChildJvm press = ImageProviderProcess.start(bytes, count)) {
      return prove(vertx, "http://127.0.0.1:" + press.line(), directory);
    } finally {
      vertx.close().await();
      remove(directory);
    }
  }

  private String prove(Vertx vertx, String url, Path directory) throws Exception {
    Http http = Http.create(vertx);
    Endpoint endpoint = OpenAiImages.endpoint(url, Credentials.none());
    FileImageStore store = new FileImageStore(vertx, directory).withMaxBytes(bytes);
    MemoryMeter meter = new MemoryMeter();
    long start = System.nanoTime();
    List<Image> images = generateAll(OpenAiImages.create(http, endpoint, store, "any"));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    meter.close();
    byte[] expected = digest(ImageProviderProcess.picture(bytes));
    for (Image image : images) {
      boolean same = Arrays.equals(expected, digest(store.read(image.location())));
      Check.require(same, "the picture at %s is not the one that was sent", image.location());
    }
    Check.require(images.size() == count, "%d pictures came", images.size());
    long perSecond = (long) count * bytes / 1000 / Math.max(1, millis);
    return "%d pictures of %,d bytes in %d ms (%d MB/s), at most %d MB heap and %d MB beside it"
        .formatted(count, bytes, millis, perSecond, meter.heapMegabytes(), meter.directMegabytes());
  }

  private List<Image> generateAll(ImageModel model) {
    ImageRequest request = ImageRequest.of("a picture");
    return Flowable.range(0, count)
        .flatMapSingle(number -> model.generate(request), false, count)
        .toList()
        .timeout(5, TimeUnit.MINUTES)
        .blockingGet();
  }

  private static byte[] digest(Flowable<Buffer> bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    bytes.blockingForEach(piece -> digest.update(piece.getBytes()));
    return digest.digest();
  }

  private static void remove(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
