package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/**
 * {@code POST …/messages}: the user says something. What follows is told by events; the answer is
 * only which exchange it is.
 */
final class Messages implements Handler<RoutingContext> {
  private static final int TEXT = 8_000;
  private static final int ID = 100;
  private static final int IMAGES = 4;

  private final Surroundings with;

  Messages(Surroundings with) {
    this.with = with;
  }

  @Override
  public void handle(RoutingContext request) {
    Chat chat = with.conversations().of(request);
    Asked asked = Asked.in(request);
    String id = asked.optional("messageId", ID).orElseGet(() -> UUID.randomUUID().toString());
    var unused =
        with.talks()
            .say(new Talks.Words(Sessions.of(request), chat, id, message(asked)))
            .observeOn(Later.here())
            .subscribe(exchange -> accepted(request, id, exchange), request::fail);
  }

  /** What the user says, and the pictures that are shown to the model with it. */
  private Message message(Asked asked) {
    List<Attachment> images =
        asked.list("images", IMAGES).stream()
            .map(address -> Attachment.at(with.books().album().location(address)))
            .toList();
    return Message.user(asked.text("text", TEXT)).showing(images);
  }

  private static void accepted(RoutingContext request, String id, String exchange) {
    AccessLog.name(request, exchange);
    request.response().setStatusCode(202);
    request.json(new JsonObject().put("exchangeId", exchange).put("messageId", id));
  }
}
