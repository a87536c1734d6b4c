package dev.animus4j.chatbot;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.FlowableHelper;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code GET /images/NAME}, {@code POST /api/pictures} and {@code DELETE /api/pictures/NAME}: bytes
 * stream through, both ways.
 */
final class Pictures {
  private static final long MOST_PIXELS = 50_000_000;
  private static final int TAG = 16;

  /** What is held of a picture while it is shown, in bytes. */
  private static final long PIECES = 256 << 10;

  private final Album album;
  private final EndedSessions ended;
  private final Connections connections;
  private final Signature signature;
  private final Slots uploads;
  private final long limit;
  private final Outbox outbox;

  Pictures(Surroundings with, Settings settings) {
    this.album = with.books().album();
    this.ended = with.books().ended();
    this.uploads = with.books().uploads();
    this.connections = with.connections();
    this.signature = Signature.with(settings.security().secrets());
    this.limit = settings.storage().pictureBytes();
    this.outbox = with.outbox();
  }

  /** A picture never changes, so it may be kept for ever, by its reader. It is never a page. */
  void show(RoutingContext request) {
    String name = request.pathParam("name");
    URI picture = album.named(name);
    SerialDisposable showing = new SerialDisposable();
    Later.atEnd(request, showing::dispose);
    showing.set(outbox.send(request, PIECES, here -> shown(request, name, picture, here)));
  }

  private Completable shown(RoutingContext request, String name, URI picture, Scheduler here) {
    HttpServerResponse response = request.response().setChunked(true);
    response
        .putHeader("Content-Type", Album.mediaType(name))
        .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .putHeader("Cache-Control", "private, max-age=31536000, immutable");
    return album
        .store()
        .read(picture)
        .concatMapCompletable(piece -> outbox.written(response.write(piece), here, piece), 1)
        .doOnComplete(response::end)
        .doOnError(failure -> missing(request))
        .onErrorComplete();
  }

  private void missing(RoutingContext request) {
    if (request.response().headWritten()) {
      connections.abort(request.request());
      return;
    }
    request
        .response()
        .headers()
        .remove("Content-Type")
        .remove("Content-Disposition")
        .remove("Cache-Control");
    request.response().setChunked(false);
    request.fail(Problem.notFound("There is no such picture."));
  }

  /** What it is, the store finds out from the bytes, whatever the sender says. */
  void take(RoutingContext request) {
    Owner owner = Sessions.of(request);
    String length = request.request().getHeader("Content-Length");
    long announced = length == null ? 0 : Long.parseLong(length);
    if (announced > limit) {
      throw tooLarge();
    }
    if (!album.hasRoom(owner, announced)) {
      throw Album.full();
    }
    Runnable slot = uploads.take(owner);
    Later.atEnd(request, slot);
    String tag = signature.tags(signed(owner.session()), TAG).get(0);
    var unused =
        album
            .store()
            .write("upload-" + tag, limited(FlowableHelper.toFlowable(request.request())))
            .subscribe(
                stored -> taken(request, owner, stored), failure -> refuse(request, failure));
  }

  private static String signed(String session) {
    return "uploads of " + session;
  }

  /** Nothing is read ahead: what is not written yet stays with its sender. */
  private Flowable<Buffer> limited(Flowable<Buffer> bytes) {
    AtomicLong left = new AtomicLong(limit);
    return bytes.doOnNext(
        piece -> {
          if (left.addAndGet(-piece.length()) < 0) {
            throw tooLarge();
          }
        });
  }

  private static Problem tooLarge() {
    return new Problem(413, "tooLarge", "The picture is too large.");
  }

  private void taken(RoutingContext request, Owner owner, Stored stored) {
    var format = stored.format();
    long pixels = (long) format.width() * format.height();
    boolean isRoom = album.hasRoom(owner, format.bytes());
    if (!isRoom || pixels == 0 || pixels > MOST_PIXELS) {
      var unused = album.store().delete(stored.location()).onErrorComplete().subscribe();
      request.fail(isRoom ? noPicture() : Album.full());
      return;
    }
    album.keep(owner, stored.location(), format.bytes());
    if (ended.contains(owner.session())) {
      var unused = album.remove(List.of(stored.location())).onErrorComplete().subscribe();
      request.fail(Problem.deleted());
      return;
    }
    JsonObject json =
        new JsonObject()
            .put("imageUrl", Album.address(stored.location()))
            .put("mediaType", format.mediaType())
            .put("width", format.width())
            .put("height", format.height())
            .put("bytes", format.bytes());
    request.response().setStatusCode(201);
    request.json(json);
  }

  private static void refuse(RoutingContext request, Throwable failure) {
    boolean isTold = failure instanceof Problem || failure instanceof AnimusException.Unavailable;
    request.fail(isTold ? failure : noPicture());
  }

  private static Problem noPicture() {
    String what = "This is no picture that can be shown: send a PNG, JPEG, GIF, WebP or AVIF.";
    return new Problem(415, "invalidRequest", what);
  }

  /** Only who brought a picture may remove it; to others there is none. */
  void discard(RoutingContext request) {
    String name = request.pathParam("name");
    URI picture = album.named(name);
    String session = Sessions.of(request).session();
    boolean isOwn =
        !session.isEmpty()
            && signature.tags(signed(session), TAG).stream()
                .anyMatch(tag -> name.startsWith("image_upload-" + tag + "_"));
    if (!isOwn) {
      throw Problem.notFound("There is no such picture.");
    }
    var unused =
        album
            .remove(List.of(picture))
            .observeOn(Later.here())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }
}
