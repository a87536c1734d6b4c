package dev.animus4j.chatbot;

import dev.animus4j.image.store.FileImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.SingleHelper;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images, their URLs for browsers, and their owners. A name contains a random id and is not
 * guessable. Images of an earlier run have no owner.
 */
final class ImageRepository {
  private static final Logger LOG = LoggerFactory.getLogger(ImageRepository.class);
  private static final String PATH = "/images/";
  private static final Pattern NAME = Pattern.compile("image_[a-z0-9._-]{1,150}");
  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "avif", "image/avif");

  private final Vertx vertx;
  private final Path directory;
  private final FileImageStore store;
  private final QuotaTracker<URI> quotaTracker;

  ImageRepository(Vertx vertx, ChatbotSettings.Storage storage, FileImageStore store) {
    this.vertx = vertx;
    this.directory = storage.directory();
    this.store = store;
    this.quotaTracker = new QuotaTracker<>(Quota.of(storage.storeBytes(), storage.imageBytes()));
    existingFiles()
        .forEach(
            file ->
                register(ClientSession.ofEarlierRun(file.getName()), file.toURI(), file.length()));
  }

  /** The images of earlier runs, oldest first. */
  private Stream<File> existingFiles() {
    File[] files = directory.toFile().listFiles();
    return Stream.of(files == null ? new File[0] : files)
        .filter(file -> NAME.matcher(file.getName()).matches())
        .filter(file -> !mediaType(file.getName()).isEmpty())
        .sorted(Comparator.comparingLong(File::lastModified));
  }

  FileImageStore store() {
    return store;
  }

  /** The URL at which a browser finds a stored image. */
  static String url(URI location) {
    String path = location.getScheme().equals("file") ? location.getPath() : "";
    return path.isEmpty() ? location.toString() : PATH + path.substring(path.lastIndexOf('/') + 1);
  }

  /** The stored location of a URL. */
  URI location(String address) {
    if (!address.startsWith(PATH)) {
      throw new Problem(400, "invalidRequest", "A picture is named by its address here.");
    }
    return locationOf(address.substring(PATH.length()));
  }

  URI locationOf(String name) {
    if (!NAME.matcher(name).matches() || mediaType(name).isEmpty()) {
      throw Problem.notFound("There is no such picture.");
    }
    return directory.resolve(name).toUri();
  }

  /** The media type by the name, which the store derives from the bytes; empty for other files. */
  static String mediaType(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
  }

  /** The problem when the store is full. */
  static Problem storeFull() {
    return new Problem(507, "storeFull", "There is no room for more pictures. Delete some.");
  }

  /** Whether there is room, without evicting images of others. */
  boolean hasRoom(ClientSession clientSession, long bytes) {
    return quotaTracker.hasRoom(clientSession, bytes);
  }

  /** Registers the owner of an image that was just written, and deletes the images it evicts. */
  void register(ClientSession clientSession, URI image, long bytes) {
    quotaTracker.put(clientSession, image, bytes).forEach(this::deleteEvicted);
  }

  private void deleteEvicted(URI image) {
    var unused = store.delete(image).subscribe(() -> {}, cause -> logNotDeleted(image));
  }

  private static void logNotDeleted(URI image) {
    LOG.warn("A picture that had to go was not removed: {}", url(image));
  }

  /** The size in bytes; fails if the image does not exist. */
  Single<Long> size(URI image) {
    long size = quotaTracker.weight(image);
    return size > 0
        ? Single.just(size)
        : SingleHelper.<Long>toSingle(
                done ->
                    vertx
                        .fileSystem()
                        .props(Path.of(image).toString())
                        .map(file -> file.size())
                        .onComplete(done))
            .onErrorResumeNext(
                gone ->
                    Single.error(new Problem(400, "invalidRequest", "There is no such picture.")));
  }

  /** Deletes images, even if they are still attached somewhere. */
  Completable remove(List<URI> pictures) {
    return Flowable.fromIterable(pictures)
        .concatMapCompletableDelayError(
            image -> store.delete(image).doOnComplete(() -> quotaTracker.remove(image)));
  }

  /** The images that a session uploaded or generated since this process started. */
  List<URI> images(String session) {
    return quotaTracker.items(session);
  }

  /** The bytes of all images. */
  long bytes() {
    return quotaTracker.weight();
  }

  int count() {
    return quotaTracker.count();
  }
}
