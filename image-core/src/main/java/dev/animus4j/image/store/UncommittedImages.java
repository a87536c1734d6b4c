package dev.animus4j.image.store;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;

/**
 * Images that were stored, and of which nobody was told yet. Those that are never committed are
 * deleted, also one that is stored just when its caller leaves.
 */
public final class UncommittedImages {
  private final ImageStore store;
  private final Set<URI> images = new HashSet<>();
  private boolean closed;

  /** Creates it, without images, for this store. */
  public UncommittedImages(ImageStore store) {
    this.store = store;
  }

  /** Adds an image that was stored now. */
  public void add(URI location) {
    if (!addIfOpen(location)) {
      var unused = delete(location).subscribe();
    }
  }

  private synchronized boolean addIfOpen(URI location) {
    return !closed && images.add(location);
  }

  /** Commits an image, of which the caller is told now. */
  public synchronized void commit(URI location) {
    images.remove(location);
  }

  /** Deletes all images that are not committed; one that cannot be deleted stays. */
  public Completable delete() {
    return Flowable.defer(() -> Flowable.fromIterable(take())).flatMapCompletable(this::delete);
  }

  /** Deletes them at once, and any that is added later. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    var unused = delete().subscribe();
  }

  private synchronized Set<URI> take() {
    Set<URI> all = Set.copyOf(images);
    images.clear();
    return all;
  }

  private Completable delete(URI location) {
    return store.delete(location).onErrorComplete();
  }
}
