package dev.animus4j.chatbot;

import dev.animus4j.image.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.CompletableHelper;
import io.vertx.rxjava3.FlowableHelper;

/** {@code GET /images/NAME} and {@code POST /api/pictures}: bytes stream through, both ways. */
final class Pictures {
  private final Album album;
  private final long limit;

  Pictures(Album album, Settings.Limits limits) {
    this.album = album;
    this.limit = limits.pictureBytes();
  }

  /** A picture never changes, so it may be kept for ever, by its reader. */
  void show(RoutingContext request) {
    String name = request.pathParam("name");
    Flowable<Buffer> bytes = album.store().read(album.named(name));
    HttpServerResponse response = request.response().setChunked(true);
    response
        .putHeader("Content-Type", Album.mediaType(name))
        .putHeader("Cache-Control", "private, max-age=31536000, immutable");
    SerialDisposable showing = new SerialDisposable();
    response.closeHandler(gone -> showing.dispose());
    showing.set(
        bytes
            .concatMapCompletable(piece -> written(response, piece))
            .subscribe(response::end, failure -> missing(request)));
  }

  private static Completable written(HttpServerResponse response, Buffer piece) {
    return CompletableHelper.toCompletable(done -> response.write(piece).onComplete(done));
  }

  private static void missing(RoutingContext request) {
    request.response().headers().remove("Content-Type").remove("Cache-Control");
    request.response().setChunked(false);
    request.fail(new Problem(404, "notFound", "There is no such picture."));
  }

  /** What it is, the store finds out from the bytes, whatever the sender says. */
  void take(RoutingContext request) {
    String length = request.request().getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > limit) {
      throw tooLarge();
    }
    Flowable<Buffer> bytes = limited(FlowableHelper.toFlowable(request.request()));
    var unused =
        album
            .store()
            .write("upload", bytes)
            .subscribe(stored -> taken(request, stored), failure -> refuse(request, failure));
  }

  private Flowable<Buffer> limited(Flowable<Buffer> bytes) {
    return bytes
        .scan(new Received(0, Buffer.buffer()), Received::and)
        .skip(1)
        .map(received -> received.within(limit));
  }

  /** A piece, and how much came with it and before. */
  private record Received(long all, Buffer piece) {
    Received and(Buffer next) {
      return new Received(all + next.length(), next);
    }

    Buffer within(long limit) {
      if (all > limit) {
        throw tooLarge();
      }
      return piece;
    }
  }

  private static Problem tooLarge() {
    return new Problem(413, "tooLarge", "The picture is too large.");
  }

  private static void taken(RoutingContext request, Stored stored) {
    JsonObject json =
        new JsonObject()
            .put("imageUrl", Album.address(stored.location()))
            .put("mediaType", stored.format().mediaType())
            .put("width", stored.format().width())
            .put("height", stored.format().height())
            .put("bytes", stored.format().bytes());
    request.response().setStatusCode(201);
    request.json(json);
  }

  private static void refuse(RoutingContext request, Throwable failure) {
    boolean ours = failure instanceof Problem;
    String what = "This is no picture: send a PNG, JPEG, GIF, WebP or AVIF.";
    request.fail(ours ? failure : new Problem(415, "invalidRequest", what));
  }
}
