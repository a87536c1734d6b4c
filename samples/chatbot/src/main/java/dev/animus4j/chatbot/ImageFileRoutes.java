package dev.animus4j.chatbot;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.rxjava3.FlowableHelper;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code GET /images/NAME}, {@code POST /api/pictures} and {@code DELETE /api/pictures/NAME}: bytes
 * are streamed, both ways.
 */
final class ImageFileRoutes {
  private static final long MAX_PIXELS = 50_000_000;

  /** Bytes of an image held in memory during a download. */
  private static final long DOWNLOAD_BYTES = 256 << 10;

  private final ImageRepository imageRepository;
  private final RevokedSessions revokedSessions;
  private final Connections connections;
  private final SessionUploads sessionUploads;
  private final ConcurrencyLimiter uploads;
  private final long limit;
  private final ResponseSender responseSender;

  ImageFileRoutes(
      RouteDependencies dependencies, SessionUploads sessionUploads, ChatbotSettings settings) {
    this.imageRepository = dependencies.serverState().images();
    this.revokedSessions = dependencies.serverState().revokedSessions();
    this.uploads = dependencies.serverState().uploads();
    this.connections = dependencies.connections();
    this.sessionUploads = sessionUploads;
    this.limit = settings.storage().imageBytes();
    this.responseSender = dependencies.responses();
  }

  /**
   * Responds with an image. Images are immutable, so that the client may cache them for ever; and
   * never rendered as a page.
   */
  void download(RoutingContext request) {
    String name = request.pathParam("name");
    URI image = imageRepository.locationOf(name);
    SerialDisposable download = new SerialDisposable();
    RequestLifecycle.onEnd(request, download::dispose);
    download.set(
        responseSender.send(
            request, DOWNLOAD_BYTES, scheduler -> sendImage(request, name, image, scheduler)));
  }

  private Completable sendImage(
      RoutingContext request, String name, URI image, Scheduler scheduler) {
    boolean head = request.request().method().equals(HttpMethod.HEAD);
    HttpServerResponse response = request.response().setChunked(!head);
    response
        .putHeader("Content-Type", ImageRepository.mediaType(name))
        .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .putHeader("Cache-Control", "private, max-age=31536000, immutable");
    return imageRepository
        .store()
        .read(image)
        .take(head ? 1 : Long.MAX_VALUE)
        .filter(chunk -> !head)
        .concatMapCompletable(
            chunk -> responseSender.awaitWrite(response.write(chunk), scheduler, chunk), 1)
        .doOnComplete(response::end)
        .doOnError(failure -> failDownload(request, failure))
        .onErrorComplete();
  }

  private void failDownload(RoutingContext request, Throwable failure) {
    if (request.response().headWritten()) {
      connections.abort(request.request());
      return;
    }
    List.of("Content-Type", "Content-Disposition", "Cache-Control")
        .forEach(header -> request.response().headers().remove(header));
    request.response().setChunked(false);
    request.fail(
        failure instanceof AnimusException.InvalidRequest
            ? Problem.notFound("There is no such picture.")
            : failure);
  }

  /** Stores an upload; its format is detected from the bytes, not from the declared type. */
  void upload(RoutingContext request) {
    ClientSession clientSession = SessionCookies.clientSession(request);
    String length = request.request().getHeader("Content-Length");
    long declared = length == null ? 0 : Long.parseLong(length);
    if (declared > limit) {
      throw tooLarge();
    }
    if (!imageRepository.hasRoom(clientSession, declared)) {
      throw ImageRepository.storeFull();
    }
    Runnable slot = uploads.acquire(clientSession);
    RequestLifecycle.onEnd(request, slot);
    var unused =
        imageRepository
            .store()
            .write(
                sessionUploads.model(clientSession),
                limitSize(FlowableHelper.toFlowable(request.request())))
            .subscribe(
                stored -> finishUpload(request, clientSession, stored),
                failure -> rejectUpload(request, failure));
  }

  /** Limits the size; nothing is read ahead, so what is not written yet stays with the client. */
  private Flowable<Buffer> limitSize(Flowable<Buffer> bytes) {
    AtomicLong remaining = new AtomicLong(limit);
    return bytes.doOnNext(
        chunk -> {
          if (remaining.addAndGet(-chunk.length()) < 0) {
            throw tooLarge();
          }
        });
  }

  private static Problem tooLarge() {
    return new Problem(413, "tooLarge", "The picture is too large.");
  }

  private void finishUpload(RoutingContext request, ClientSession clientSession, Stored stored) {
    var format = stored.format();
    long pixels = (long) format.width() * format.height();
    boolean isRoom = imageRepository.hasRoom(clientSession, format.bytes());
    if (!isRoom || pixels == 0 || pixels > MAX_PIXELS) {
      var unused = imageRepository.store().delete(stored.location()).onErrorComplete().subscribe();
      request.fail(isRoom ? notAnImage() : ImageRepository.storeFull());
      return;
    }
    imageRepository.register(clientSession, stored.location(), format.bytes());
    var unused =
        revokedSessions
            .requireValid(clientSession.session())
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(
                () -> respond(request, stored), refused -> discard(request, stored, refused));
  }

  private void discard(RoutingContext request, Stored stored, Throwable refused) {
    var unused = imageRepository.remove(List.of(stored.location())).onErrorComplete().subscribe();
    request.fail(refused);
  }

  private static void respond(RoutingContext request, Stored stored) {
    var format = stored.format();
    JsonObject json =
        new JsonObject()
            .put("imageUrl", ImageRepository.url(stored.location()))
            .put("mediaType", format.mediaType())
            .put("width", format.width())
            .put("height", format.height())
            .put("bytes", format.bytes());
    request.response().setStatusCode(201);
    request.json(json);
  }

  /** A store that is unavailable has a reason; a file that was cut off has none. */
  private static void rejectUpload(RoutingContext request, Throwable failure) {
    boolean isCutOff = failure instanceof AnimusException.Unavailable && failure.getCause() == null;
    boolean isOfFile =
        failure instanceof AnimusException.Protocol
            || failure instanceof AnimusException.InvalidRequest;
    request.fail(isCutOff || isOfFile ? notAnImage() : failure);
  }

  private static Problem notAnImage() {
    String message = "This is no picture that can be shown: send a PNG, JPEG, GIF, WebP or AVIF.";
    return new Problem(415, "invalidRequest", message);
  }

  /** Deletes an upload; not found unless the session uploaded it. */
  void delete(RoutingContext request) {
    String name = request.pathParam("name");
    URI image = imageRepository.locationOf(name);
    ClientSession clientSession = SessionCookies.clientSession(request);
    if (!sessionUploads.isOwner(clientSession, image)) {
      throw Problem.notFound("There is no such picture.");
    }
    var unused =
        imageRepository
            .remove(List.of(image))
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }
}
