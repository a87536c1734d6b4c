package dev.animus4j.chatbot;

import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import java.util.function.Supplier;

/**
 * Store of images by name.
 *
 * @param prefix with which the locations of the store begin; the name of an image follows
 * @param isShared whether other nodes store and delete images there too
 */
record ImageFiles(ImageStore store, String prefix, boolean isShared, Supplier<Completable> close) {

  /** The same, shared with other nodes. */
  ImageFiles shared() {
    return new ImageFiles(store, prefix, true, close);
  }
}
