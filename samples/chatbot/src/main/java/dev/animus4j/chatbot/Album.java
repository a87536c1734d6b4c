package dev.animus4j.chatbot;

import dev.animus4j.image.FileImageStore;
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
 * The pictures, the addresses under which browsers find them, and whose they are. A name holds a
 * random id: who knows it was told. Those of an earlier run are nobody's.
 */
final class Album {
  private static final Logger LOG = LoggerFactory.getLogger(Album.class);
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
  private final Holdings<URI> held;

  Album(Vertx vertx, Settings.Storage storage, FileImageStore store) {
    this.vertx = vertx;
    this.directory = storage.directory();
    this.store = store;
    this.held = new Holdings<>(Share.of(storage.storeBytes(), storage.pictureBytes()));
    earlier().forEach(file -> keep(Owner.earlier(file.getName()), file.toURI(), file.length()));
  }

  /** Oldest first. */
  private Stream<File> earlier() {
    File[] files = directory.toFile().listFiles();
    return Stream.of(files == null ? new File[0] : files)
        .filter(file -> NAME.matcher(file.getName()).matches())
        .filter(file -> !mediaType(file.getName()).isEmpty())
        .sorted(Comparator.comparingLong(File::lastModified));
  }

  FileImageStore store() {
    return store;
  }

  /** Where a browser finds what the store keeps there. */
  static String address(URI location) {
    String path = location.getScheme().equals("file") ? location.getPath() : "";
    return path.isEmpty() ? location.toString() : PATH + path.substring(path.lastIndexOf('/') + 1);
  }

  /** Where the store keeps what a browser finds there. */
  URI location(String address) {
    if (!address.startsWith(PATH)) {
      throw new Problem(400, "invalidRequest", "A picture is named by its address here.");
    }
    return named(address.substring(PATH.length()));
  }

  URI named(String name) {
    if (!NAME.matcher(name).matches() || mediaType(name).isEmpty()) {
      throw Problem.notFound("There is no such picture.");
    }
    return directory.resolve(name).toUri();
  }

  /** The store names pictures by what their bytes say; empty for other files. */
  static String mediaType(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
  }

  /** Why nothing more can be kept. */
  static Problem full() {
    return new Problem(507, "storeFull", "There is no room for more pictures. Delete some.");
  }

  /** Whether there is room, without taking it from others. */
  boolean hasRoom(Owner owner, long bytes) {
    return held.hasRoom(owner, bytes);
  }

  /** Knows whose a picture is that has just been written. What has to go for it is removed. */
  void keep(Owner owner, URI picture, long bytes) {
    held.put(owner, picture, bytes).forEach(this::discard);
  }

  private void discard(URI picture) {
    var unused = store.delete(picture).subscribe(() -> {}, cause -> unremoved(picture));
  }

  private static void unremoved(URI picture) {
    LOG.warn("A picture that had to go was not removed: {}", address(picture));
  }

  /** How large it is, in bytes; fails when it is not there. */
  Single<Long> size(URI picture) {
    long known = held.weight(picture);
    return known > 0
        ? Single.just(known)
        : SingleHelper.<Long>toSingle(
                done ->
                    vertx
                        .fileSystem()
                        .props(Path.of(picture).toString())
                        .map(file -> file.size())
                        .onComplete(done))
            .onErrorResumeNext(
                gone ->
                    Single.error(new Problem(400, "invalidRequest", "There is no such picture.")));
  }

  /** Removes pictures, whoever still shows them. */
  Completable remove(List<URI> pictures) {
    return Flowable.fromIterable(pictures)
        .concatMapCompletableDelayError(
            picture -> store.delete(picture).doOnComplete(() -> held.remove(picture)));
  }

  /** What a session has brought and drawn since this was started. */
  List<URI> of(String session) {
    return held.of(session);
  }

  /** How many bytes there are. */
  long bytes() {
    return held.weight();
  }

  int count() {
    return held.count();
  }
}
