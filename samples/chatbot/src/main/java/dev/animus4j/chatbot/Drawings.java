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
import java.util.Base64;

/**
 * {@code POST /api/images}: draws at once, without asking a model first; or changes a picture. In a
 * conversation its events are told there too. The picture is finished also for who left.
 */
final class Drawings implements Handler<RoutingContext> {
  private static final int PROMPT = 2_000;
  private static final int ADDRESS = 200;

  private final Surroundings with;

  Drawings(Surroundings with) {
    this.with = with;
  }

  @Override
  public void handle(RoutingContext request) {
    Asked asked = Asked.in(request);
    ImageRequest wanted = ImageRequest.of(asked.text("prompt", PROMPT));
    Chat chat = chat(request, asked);
    var unused =
        asked
            .optional("changing", ADDRESS)
            .map(address -> source(address).map(wanted::changing))
            .orElse(Single.just(wanted))
            .flatMap(chat::generateImage)
            .subscribe(image -> drawn(request, image), request::fail);
  }

  private Chat chat(RoutingContext request, Asked asked) {
    String session = Sessions.of(request);
    String id =
        asked.optional("conversationId", 100).orElseGet(() -> with.conversations().begin(session));
    return with.conversations().of(request, id);
  }

  /** The picture itself, in the one form that all providers take. */
  private Single<URI> source(String address) {
    URI location = with.album().location(address);
    return with.album()
        .store()
        .read(location)
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .map(bytes -> Base64.getEncoder().encodeToString(bytes.getBytes()))
        .map(bytes -> URI.create("data:" + Album.mediaType(address) + ";base64," + bytes));
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
