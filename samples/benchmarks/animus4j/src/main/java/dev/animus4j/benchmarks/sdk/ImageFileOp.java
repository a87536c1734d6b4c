package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.http.Credentials;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;

/** Writes images into the file store, and removes each. */
final class ImageFileOp implements Op.Async {
  private final ImageStore store;
  private final ImageModel model;
  private final int bytes;

  ImageFileOp(Target provider) {
    Vertx vertx = ClientSetup.vertx();
    this.store = FileImageStore.temporary(vertx);
    this.bytes = provider.pictureBytes();
    this.model =
        OpenAiImages.create(
            ClientSetup.http(vertx, provider),
            OpenAiImages.endpoint(provider.v1(), Credentials.key("x")),
            store,
            "flux-schnell");
  }

  @Override
  public void run(int slot, Done done) {
    var unused =
        model
            .generate(ImageRequest.of(Sample.PICTURE))
            .flatMap(this::checkImage)
            .subscribe(done::ok, done::fail);
  }

  private Single<Long> checkImage(Image image) {
    if (image.format().bytes() != bytes) {
      throw new IllegalStateException("a picture of " + image.format().bytes() + " bytes");
    }
    return store.delete(image.location()).toSingleDefault(image.format().bytes());
  }
}
