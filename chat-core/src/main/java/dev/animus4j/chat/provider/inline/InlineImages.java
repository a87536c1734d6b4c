package dev.animus4j.chat.provider.inline;

import static java.util.stream.Collectors.toSet;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.RequiredContent;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.InFlightImageRequest;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images of one response. They are written while the response arrives, and stored once all of it
 * has been accepted: until then a failure, or a cancel, leaves none behind. Without a store they
 * are dropped.
 */
public final class InlineImages {
  private static final int MAX_IMAGES = 64;
  private static final URI NOWHERE = URI.create("about:blank");

  private final InlineImageStorage storage;
  private final String model;
  private final String prompt;
  private final long start = System.nanoTime();
  private List<InlineImage> images = List.of();
  private boolean ended;

  /** The failure of a response in which there is nothing else; null while no image is lost. */
  private volatile @Nullable Function<FailureOrigin, AnimusException> loss;

  InlineImages(InlineImageStorage storage, String model, String prompt) {
    this.storage = storage;
    this.model = model;
    this.prompt = prompt;
  }

  /** Begins an image whose base64 follows. */
  synchronized InlineImage begin() {
    InlineImage image = new InlineImage(null);
    add(image);
    ImageStore store = storage.store();
    if (store != null && !ended) {
      image.write(store, model);
    }
    return image;
  }

  /** Adds the image at this address, unless that must not be fetched. */
  @Nullable InlineImage addAddress(String address) {
    URI url = storage.resolve(address).orElse(null);
    if (url == null && storage.isPresent()) {
      addUnknown();
      return null;
    }
    InlineImage image = new InlineImage(url == null ? NOWHERE : url);
    add(image);
    return image;
  }

  private synchronized void add(InlineImage image) {
    images = images.isEmpty() ? new ArrayList<>() : images;
    images.add(image);
    if (images.size() > MAX_IMAGES) {
      String what = "the answer contains more than " + MAX_IMAGES + " pictures";
      throw new AnimusException.Protocol(FailureOrigin.of(model), what, null);
    }
  }

  /** The number of an image. */
  synchronized int indexOf(InlineImage image) {
    return images.indexOf(image);
  }

  /** The image of this number; null when there is none. */
  synchronized @Nullable InlineImage image(int number) {
    return number < images.size() ? images.get(number) : null;
  }

  /** Records an image that nothing can read. */
  void addUnknown() {
    if (loss == null) {
      String what = "the picture is of no known type";
      loss = origin -> new AnimusException.Protocol(origin, what, null);
    }
    storage.warnOfType(model);
  }

  /** Records that a choice has this image, which is stored then, or dropped. */
  void claim(InlineImage image) {
    image.claim();
    addUnstored();
  }

  /** Records an image that is read elsewhere if there is a store, and dropped if there is none. */
  public void addUnstored() {
    if (!storage.isPresent()) {
      String what = "the answer is a picture, which is kept only with " + storage.remedy();
      loss = origin -> new AnimusException.InvalidRequest(origin, what);
      storage.warnOfDrop(model);
    }
  }

  /**
   * Emits the response once its images are stored. It is read twice when there are any: to see
   * whether it is accepted, and then with its images.
   */
  public Flowable<ChatResponse> complete(Callable<ChatResponse> response, FailureOrigin origin) {
    return hasNone()
        ? Flowable.fromCallable(() -> requireContent(response.call(), origin))
        : Single.fromCallable(response)
            .flatMap(read -> store(origin).andThen(Single.fromCallable(response)))
            .map(read -> requireContent(read, origin))
            .flatMap(read -> storage.describe(images(read)).toSingleDefault(read))
            .doOnSuccess(this::release)
            .onErrorResumeNext(cause -> discard().andThen(Single.error(cause)))
            .toFlowable();
  }

  private synchronized boolean hasNone() {
    return images.isEmpty();
  }

  private ChatResponse requireContent(ChatResponse response, FailureOrigin origin) {
    boolean empty = response.isEmpty() && response.images().isEmpty() && response.turns().isEmpty();
    if (empty && loss != null) {
      throw loss.apply(origin);
    }
    return RequiredContent.require(response);
  }

  /** Words and other images are not lost for one that is damaged. */
  private Completable store(FailureOrigin origin) {
    return Flowable.fromIterable(claimed())
        .map(image -> image.complete(address -> storage.fetch(address, model), origin))
        .concatMapEager(stored -> stored.toFlowable().onErrorComplete(this::addLoss))
        .ignoreElements();
  }

  private boolean addLoss(Throwable failure) {
    loss =
        origin ->
            failure instanceof AnimusException known
                ? known
                : new AnimusException.Protocol(origin, "the picture was lost", failure);
    storage.warnOfLoss(model, failure);
    return true;
  }

  /** The images to be stored. */
  private synchronized List<InlineImage> claimed() {
    return images.stream().filter(image -> storage.isPresent() && image.isClaimed()).toList();
  }

  /** Describes a stored image. */
  Image toImage(InlineImage image, FailureOrigin origin) {
    InFlightImageRequest request =
        new InFlightImageRequest(ImageRequest.of(prompt), model, start, null, null);
    return request.image(image.file(), request.generation(origin), image.published());
  }

  /** From now on the images of the response belong to the caller. */
  private synchronized void release(ChatResponse response) {
    Set<URI> emitted = images(response).map(Image::location).collect(toSet());
    images = images.stream().filter(image -> !image.isStoredIn(emitted)).toList();
  }

  private static Stream<Image> images(ChatResponse response) {
    return Stream.concat(Stream.of(response), response.alternatives().stream())
        .flatMap(each -> each.images().stream());
  }

  /** Removes all that was written and not emitted. */
  public Completable discard() {
    List<InlineImage> left = end();
    ImageStore store = storage.store();
    return left.isEmpty() || store == null
        ? Completable.complete()
        : Completable.merge(left.stream().map(image -> image.discard(store)).toList());
  }

  private synchronized List<InlineImage> end() {
    ended = true;
    List<InlineImage> left = images;
    images = List.of();
    return left;
  }
}
