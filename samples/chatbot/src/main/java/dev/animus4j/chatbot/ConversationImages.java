package dev.animus4j.chatbot;

import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.List;

/**
 * The images as conversations have them: with a conversation goes what was generated in it. What
 * was only attached is an upload, and its owner's, who may have attached it elsewhere.
 */
record ConversationImages(ImageRepository images) implements ImageStore {

  private ImageStore store() {
    return images.store();
  }

  @Override
  public Completable delete(URI location) {
    return ImageRepository.isUpload(location)
        ? Completable.complete()
        : images.remove(List.of(location));
  }

  @Override
  public Single<Stored> write(String model, Flowable<Buffer> bytes) {
    return store().write(model, bytes);
  }

  @Override
  public Flowable<Buffer> read(URI location) {
    return store().read(location);
  }

  @Override
  public Single<Buffer> readAll(URI location) {
    return store().readAll(location);
  }

  @Override
  public Completable describe(Image image) {
    return store().describe(image);
  }

  @Override
  public Maybe<Image> find(URI location) {
    return store().find(location);
  }

  @Override
  public Flowable<Stored> list() {
    return store().list();
  }

  @Override
  public Completable check() {
    return store().check();
  }
}
