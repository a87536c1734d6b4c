package dev.animus4j.image.provider.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.animus4j.image.provider.json.JsonImageSelector.Selection;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.image.store.UncommittedImages;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Content of a document and its stored images, by the numbers of their {@link ImageMarker}s. An
 * image that is not committed is deleted in the end.
 */
public final class FoundImages<T> {
  private final UncommittedImages uncommitted;
  private final Map<Integer, ImageStore.Stored> images = new ConcurrentHashMap<>();
  private final Map<Integer, Throwable> failures = new ConcurrentHashMap<>();
  private volatile @Nullable T content;
  private volatile boolean rejected;
  private volatile @Nullable Throwable broken;

  FoundImages(ImageStore store) {
    this.uncommitted = new UncommittedImages(store);
  }

  /** What was read of the document. */
  public T content() {
    return Objects.requireNonNull(content, "not read yet");
  }

  /** Fails, as if it broke off, if the document was left for an image that was refused. */
  void requireContent() {
    if (content == null) {
      throw new CancellationException("not read to its end");
    }
  }

  /** Whether this node is the marker of a stored image. */
  public boolean isImage(JsonNode node) {
    return images.containsKey(ImageMarker.number(node));
  }

  /** Returns the stored image that this node is the marker of. */
  public ImageStore.Stored image(JsonNode marker) {
    return image(ImageMarker.number(marker));
  }

  /** Returns the stored image of this number. */
  public ImageStore.Stored image(int number) {
    return Objects.requireNonNull(images.get(number), "not kept");
  }

  /** Why the image that this node is the marker of was not stored; null if it was, or is none. */
  public @Nullable Throwable failure(JsonNode marker) {
    return failures.get(ImageMarker.number(marker));
  }

  /** Keeps an image, which the reader is told of now. */
  public void commit(URI location) {
    uncommitted.commit(location);
  }

  /** Adds an image that was stored for the document, from an address in it. */
  public void add(ImageStore.Stored stored) {
    uncommitted.add(stored.location());
  }

  void reject() {
    rejected = true;
  }

  void accept(T content) {
    this.content = content;
    rejected = false;
  }

  /** Completes if images of the document that broke off are selected; fails otherwise. */
  Completable endBroken(JsonImageSelector<T> selector, Throwable failure) {
    List<JsonNode> markers =
        images.keySet().stream()
            .sorted()
            .<JsonNode>map(number -> TextNode.valueOf(ImageMarker.of(number)))
            .toList();
    Selection<T> selection =
        rejected || markers.isEmpty() ? null : selector.selectOfBroken(markers);
    if (selection == null) {
      return Completable.error(first(failure));
    }
    broken = first(failure);
    accept(selection.content());
    return Completable.complete();
  }

  /** Fails, behind its images, for a document that broke off. */
  Completable failureBehind() {
    return Completable.defer(
        () -> broken == null ? Completable.complete() : Completable.error(broken));
  }

  void add(int number, ImageStore.Stored stored) {
    add(stored);
    images.put(number, stored);
  }

  /** The failure of an image, which the failure of the whole followed; else that one. */
  private Throwable first(Throwable failure) {
    Throwable whole =
        failure instanceof CompositeException several ? several.getExceptions().get(0) : failure;
    return failures.values().stream().findFirst().orElse(whole);
  }

  void addFailure(int number, Throwable failure) {
    failures.put(number, failure);
  }

  UncommittedImages uncommitted() {
    return uncommitted;
  }
}
