package dev.animus4j.chatbot;

import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images, their URLs for browsers, and their owners. A name contains a random id and is not
 * guessable. Images of an earlier run have no owner.
 */
final class ImageRepository {
  private static final Logger LOG = LoggerFactory.getLogger(ImageRepository.class);
  private static final String PATH = "/images/";
  private static final Set<String> STORES = Set.of("file", "postgres");
  private static final String UPLOAD = "upload-";
  private static final Pattern NAME = Pattern.compile("image_[a-z0-9._-]{1,150}");
  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "gif", "image/gif",
          "webp", "image/webp",
          "avif", "image/avif");

  private final ImageFiles files;
  private final QuotaTracker<URI> quotaTracker;

  private ImageRepository(ImageFiles files, Quota quota) {
    this.files = files;
    this.quotaTracker = new QuotaTracker<>(quota);
  }

  /**
   * The images of a store, those of earlier runs included; but of a shared store each node counts
   * only those that came to it. Blocks.
   */
  static ImageRepository of(ImageFiles files, ChatbotSettings.Storage storage) {
    Quota quota = Quota.of(storage.storeBytes(), storage.imageBytes());
    ImageRepository images = new ImageRepository(files, quota);
    if (!files.isShared()) {
      images.stored().blockingForEach(images::registerOfEarlierRun);
    }
    return images;
  }

  private Flowable<Stored> stored() {
    return files.store().list().filter(stored -> NAME.matcher(name(stored.location())).matches());
  }

  /** Learns every hour which images other nodes have deleted, until it is disposed. */
  Disposable follow(Scheduler clock) {
    return Flowable.interval(1, TimeUnit.HOURS, clock)
        .onBackpressureDrop()
        .concatMapCompletable(hour -> forgetDeleted().onErrorComplete(), 1)
        .subscribe();
  }

  private Completable forgetDeleted() {
    List<URI> counted = quotaTracker.items();
    return stored()
        .map(Stored::location)
        .collect(Collectors.toSet())
        .doOnSuccess(
            existing ->
                counted.stream()
                    .filter(image -> !existing.contains(image))
                    .forEach(quotaTracker::remove))
        .ignoreElement();
  }

  private void registerOfEarlierRun(Stored stored) {
    URI image = stored.location();
    register(ClientSession.ofEarlierRun(name(image)), image, stored.format().bytes());
  }

  /** The name of the model for the uploads of a session, which becomes part of the file name. */
  static String uploader(String tag) {
    return UPLOAD + tag;
  }

  /** Whether a user has uploaded it. */
  static boolean isUpload(URI location) {
    return url(location).startsWith(PATH + "image_" + UPLOAD);
  }

  /** Whether it was uploaded with this tag. */
  static boolean isUpload(URI location, String tag) {
    return url(location).startsWith(PATH + "image_" + uploader(tag) + "_");
  }

  /** Removes all uploads with one of these tags, also those that came to another node. */
  Completable removeUploads(List<String> tags) {
    Flowable<URI> images =
        files.isShared()
            ? stored().map(Stored::location)
            : Flowable.fromIterable(quotaTracker.items());
    return images
        .filter(image -> tags.stream().anyMatch(tag -> isUpload(image, tag)))
        .toList()
        .flatMapCompletable(this::remove);
  }

  ImageStore store() {
    return files.store();
  }

  /** The URL at which a browser finds a stored image; an image elsewhere has its own. */
  static String url(URI location) {
    return STORES.contains("" + location.getScheme()) ? PATH + name(location) : location.toString();
  }

  /** The name of a stored image, the same on all nodes. */
  static String name(URI location) {
    String text = location.toString();
    return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
  }

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
    return URI.create(files.prefix() + name);
  }

  /** The media type by the name, which the store derives from the bytes; empty for other files. */
  static String mediaType(String name) {
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
  }

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
    var unused =
        files
            .store()
            .delete(image)
            .subscribe(() -> {}, cause -> LOG.warn("An old picture stays: {}", url(image)));
  }

  /** The size in bytes; fails if the image does not exist. */
  Single<Long> size(URI image) {
    long size = files.isShared() ? 0 : quotaTracker.weight(image);
    return size > 0
        ? Single.just(size)
        : files
            .store()
            .find(image)
            .map(found -> found.format().bytes())
            .switchIfEmpty(
                Single.error(
                    () -> new Problem(400, "invalidRequest", "There is no such picture.")));
  }

  /** Deletes images, even if they are still attached somewhere. */
  Completable remove(List<URI> pictures) {
    return Flowable.fromIterable(pictures)
        .concatMapCompletableDelayError(
            image -> files.store().delete(image).doOnComplete(() -> quotaTracker.remove(image)));
  }

  long bytes() {
    return quotaTracker.weight();
  }

  int count() {
    return quotaTracker.count();
  }
}
