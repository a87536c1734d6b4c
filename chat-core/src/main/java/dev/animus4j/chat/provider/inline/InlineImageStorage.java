package dev.animus4j.chat.provider.inline;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.http.WebAddress;
import dev.animus4j.image.Image;
import dev.animus4j.image.provider.ImageDownload;
import dev.animus4j.image.provider.StoreCheck;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a chat model stores the images in its responses, if anywhere. */
public final class InlineImageStorage {
  private static final Logger LOG = LoggerFactory.getLogger(InlineImageStorage.class);

  private final String remedy;
  private final @Nullable ImageStore store;
  private final @Nullable ImageDownload download;
  private final Set<String> warned;

  private InlineImageStorage(
      String remedy,
      @Nullable ImageStore store,
      @Nullable ImageDownload download,
      Set<String> warned) {
    this.remedy = remedy;
    this.store = store;
    this.download = download;
    this.warned = warned;
  }

  /**
   * No storage: images are dropped.
   *
   * @param remedy the method that gives the model a store
   */
  public static InlineImageStorage none(String remedy) {
    return new InlineImageStorage(remedy, null, null, ConcurrentHashMap.newKeySet());
  }

  /** Storage in this store. */
  public InlineImageStorage in(ImageStore store) {
    return new InlineImageStorage(remedy, store, download, warned);
  }

  /** Storage in this store, also of images that a response gives by their address. */
  public InlineImageStorage in(ImageStore store, ImageDownload download) {
    return new InlineImageStorage(remedy, store, download, warned);
  }

  /** The same storage, fetching images in this way. */
  public InlineImageStorage withDownload(ImageDownload download) {
    return new InlineImageStorage(remedy, store, download, warned);
  }

  /** Whether there is a store. */
  public boolean isPresent() {
    return store != null;
  }

  /** The images of a response that this model is about to give. */
  public InlineImages open(String model, String prompt) {
    return new InlineImages(this, model, prompt);
  }

  /** The last user message, which serves as the prompt of images in the reply. */
  public static String prompt(ChatRequest request) {
    String prompt = "a picture";
    for (Message message : request.messages()) {
      boolean asks = message.role() == Role.USER && !message.content().isBlank();
      prompt = asks ? message.content() : prompt;
    }
    return prompt;
  }

  /** Checks the store, if there is one, before anything is sent. */
  public <T> Flowable<T> checked(Flowable<T> updates) {
    return store == null ? updates : StoreCheck.before(store, updates);
  }

  @Nullable ImageStore store() {
    return store;
  }

  String remedy() {
    return remedy;
  }

  /** The address of an image that can be fetched; empty for any other. */
  Optional<URI> resolve(String address) {
    return Optional.ofNullable(download)
        .flatMap(found -> WebAddress.resolve(URI.create(found.provider().baseUrl()), address));
  }

  /** Fetches an image into the store. */
  Single<Stored> fetch(URI address, String model) {
    return Objects.requireNonNull(download).save(address, Objects.requireNonNull(store), model);
  }

  /** Describes images in the store, if that can be. */
  Completable describe(Stream<Image> images) {
    return store == null
        ? Completable.complete()
        : Flowable.fromStream(images)
            .concatMapCompletable(image -> store.describe(image).onErrorComplete());
  }

  /** Says that an image was lost, though the rest of its response was not. */
  void warnOfLoss(String model, Throwable failure) {
    LOG.warn("A picture in an answer of {} was lost", model, failure);
  }

  /** Warns that an image is dropped, once for each model. */
  void warnOfDrop(String model) {
    if (warned.add(model)) {
      LOG.warn("A picture in an answer of {} was dropped: to keep it, use {}", model, remedy);
    }
  }

  /** Warns that an image is of no type that can be stored. */
  void warnOfType(String model) {
    LOG.warn("A picture in an answer of {} was dropped: it is of no known type", model);
  }
}
