package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.Picture;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
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
  private final Originals originals;

  Drawings(Surroundings with) {
    this.with = with;
    this.originals = new Originals(with.client(), with.books());
  }

  @Override
  public void handle(RoutingContext request) {
    Asked asked = Asked.in(request);
    Owner owner = Sessions.of(request);
    Chat chat = chat(request, asked);
    ImageRequest wanted = ImageRequest.of(asked.text("prompt", PROMPT));
    Optional<URI> changing =
        asked.optional("changing", ADDRESS).map(with.books().album()::location);
    if (!with.books().album().hasRoom(owner, 1)) {
      throw Album.full();
    }
    Wish wish = new Wish(owner, chat, wanted, with.books().works().expect(owner, chat.id()));
    var unused =
        changing
            .map(picture -> originals.of(picture).flatMap(original -> changed(wish, original)))
            .orElseGet(() -> admitted(wish, 0))
            .doFinally(wish.work::end)
            .observeOn(Later.here())
            .subscribe(image -> drawn(request, image), request::fail);
  }

  /** What somebody wants drawn. */
  private record Wish(Owner owner, Chat chat, ImageRequest wanted, Works.Work work) {}

  private Chat chat(RoutingContext request, Asked asked) {
    String session = Sessions.of(request).session();
    String id =
        asked.optional("conversationId", 100).orElseGet(() -> with.conversations().begin(session));
    return with.conversations().of(request, id);
  }

  private Single<Image> changed(Wish wish, Image original) {
    ImageRequest wanted = wish.wanted.changing(original);
    return admitted(new Wish(wish.owner, wish.chat, wanted, wish.work), original.format().bytes());
  }

  private Single<Image> admitted(Wish wish, long bytes) {
    return with.books()
        .asked()
        .enter(wish.owner, REQUEST + bytes)
        .flatMap(permit -> Single.defer(() -> drawn(wish)).doFinally(permit::giveBack));
  }

  private Single<Image> drawn(Wish wish) {
    wish.work.begin();
    return wish.chat.generateImage(wish.wanted).doOnSuccess(image -> keep(wish, image));
  }

  private void keep(Wish wish, Image image) {
    wish.work.drew(image.location());
    with.books().album().keep(wish.owner, image.location(), image.format().bytes());
    with.erasure().of(with.books().histories().drew(wish.owner, wish.chat.id(), image.location()));
    with.erasure().shorten(wish.chat);
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
