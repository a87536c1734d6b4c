package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.Picture;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * {@code POST /api/images}: draws at once, without asking a model first; or changes a picture. In a
 * conversation its events are told there too. The picture is finished also for who left.
 */
final class Drawings implements Handler<RoutingContext> {
  private static final int PROMPT = 2_000;
  private static final int ADDRESS = 200;

  /** What a request takes beside a picture, in bytes. */
  private static final long REQUEST = 32 << 10;

  private final Surroundings with;

  Drawings(Surroundings with) {
    this.with = with;
  }

  @Override
  public void handle(RoutingContext request) {
    Asked asked = Asked.in(request);
    Wish wish =
        new Wish(
            Sessions.of(request),
            chat(request, asked),
            ImageRequest.of(asked.text("prompt", PROMPT)),
            asked.optional("changing", ADDRESS).map(with.books().album()::location));
    if (!with.books().album().hasRoom(wish.owner, 1)) {
      throw Album.full();
    }
    var unused =
        wish.changing
            .map(picture -> with.books().album().size(picture))
            .orElse(Single.just(0L))
            .flatMap(bytes -> admitted(wish, bytes))
            .observeOn(Later.here())
            .subscribe(image -> drawn(request, image), request::fail);
  }

  /** What somebody wants drawn. */
  private record Wish(Owner owner, Chat chat, ImageRequest wanted, Optional<URI> changing) {}

  private Chat chat(RoutingContext request, Asked asked) {
    String session = Sessions.of(request).session();
    String id =
        asked.optional("conversationId", 100).orElseGet(() -> with.conversations().begin(session));
    return with.conversations().of(request, id);
  }

  private Single<Image> admitted(Wish wish, long bytes) {
    return with.books()
        .asked()
        .enter(wish.owner, REQUEST + bytes)
        .flatMap(permit -> drawn(wish).doFinally(permit::giveBack));
  }

  private Single<Image> drawn(Wish wish) {
    Works.Work work = with.books().works().begin(wish.chat.id());
    return wish.changing
        .map(picture -> source(picture).map(wish.wanted::changing))
        .orElse(Single.just(wish.wanted))
        .flatMap(wish.chat::generateImage)
        .doOnSuccess(image -> keep(wish, image, work))
        .doFinally(work::end);
  }

  private void keep(Wish wish, Image image, Works.Work work) {
    work.drew(image.location());
    with.books().album().keep(wish.owner, image.location(), image.format().bytes());
    with.erasure().of(with.books().histories().drew(wish.owner, wish.chat.id(), image.location()));
    with.erasure().shorten(wish.chat);
  }

  /** The picture itself, in the one form that all providers take. */
  private Single<URI> source(URI picture) {
    String type = Album.mediaType(picture.getPath());
    return with.books()
        .album()
        .store()
        .read(picture)
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .map(bytes -> Base64.getEncoder().encode(bytes.getBytes()))
        .map(bytes -> "data:" + type + ";base64," + new String(bytes, StandardCharsets.US_ASCII))
        .map(URI::create);
  }

  private static void drawn(RoutingContext request, Image image) {
    JsonObject json = JsonObject.mapFrom(Told.of(Picture.of(image)));
    request.response().setStatusCode(201);
    request.json(json);
  }

  /** A picture, as it is told outside. */
  private record Told(
      String imageUrl,
      String prompt,
      String mediaType,
      int width,
      int height,
      long bytes,
      String model) {
    static Told of(Picture picture) {
      return new Told(
          Album.address(picture.imageUrl()),
          picture.prompt(),
          picture.mediaType(),
          picture.width(),
          picture.height(),
          picture.bytes(),
          picture.model());
    }
  }
}
