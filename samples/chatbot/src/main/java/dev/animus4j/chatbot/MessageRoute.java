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
 * {@code POST …/messages}: submits a message of the user. The response is the id of the exchange;
 * its results are published as events.
 */
final class MessageRoute implements Handler<RoutingContext> {
  private static final int TEXT = 8_000;
  private static final int ID = 100;
  private static final int IMAGES = 4;

  private final RouteDependencies dependencies;

  MessageRoute(RouteDependencies dependencies) {
    this.dependencies = dependencies;
  }

  @Override
  public void handle(RoutingContext request) {
    Chat chat = dependencies.conversations().chat(request);
    JsonBody jsonBody = JsonBody.read(request);
    String id = jsonBody.optional("messageId", ID).orElseGet(() -> UUID.randomUUID().toString());
    var unused =
        dependencies
            .messages()
            .submit(
                new MessageSubmission.UserMessage(
                    SessionCookies.clientSession(request), chat, id, message(jsonBody)))
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(exchange -> respond(request, id, exchange), request::fail);
  }

  /** The message of the user, with its attached images. */
  private Message message(JsonBody jsonBody) {
    List<Attachment> images =
        jsonBody.list("images", IMAGES).stream()
            .map(url -> Attachment.reference(dependencies.serverState().images().location(url)))
            .toList();
    return Message.user(jsonBody.text("text", TEXT)).withAttachments(images);
  }

  private static void respond(RoutingContext request, String id, String exchange) {
    AccessLog.setRequestId(request, exchange);
    request.response().setStatusCode(202);
    request.json(new JsonObject().put("exchangeId", exchange).put("messageId", id));
  }
}
