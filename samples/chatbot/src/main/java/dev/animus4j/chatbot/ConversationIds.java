package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import io.vertx.ext.web.RoutingContext;

/**
 * Issues and verifies conversation ids. An id is random text and its signature together with the
 * session, so that the owner can be verified without storing anything.
 */
final class ConversationIds {
  private static final int HALF = 16;

  private final AnimusClient client;
  private final HmacSigner hmacSigner;

  ConversationIds(AnimusClient client, HmacSigner hmacSigner) {
    this.client = client;
    this.hmacSigner = hmacSigner;
  }

  /** Creates the id of a new conversation. */
  String create(String session) {
    String random = HmacSigner.randomText(HALF * 3 / 4);
    return random + hmacSigner.signShort(signedText(random, session), HALF);
  }

  boolean belongsTo(String session, String id) {
    return !session.isEmpty()
        && id.length() == 2 * HALF
        && hmacSigner.verifyShort(
            signedText(id.substring(0, HALF), session), id.substring(HALF), HALF);
  }

  private static String signedText(String random, String session) {
    return "conversation " + random + " " + session;
  }

  /** The conversation of a request; not found unless its owner asks. */
  Chat chat(RoutingContext request) {
    return chat(request, request.pathParam("id"));
  }

  Chat chat(RoutingContext request, String id) {
    if (!belongsTo(SessionCookies.clientSession(request).session(), id)) {
      throw Problem.notFound("There is no such conversation.");
    }
    return client.chat(id);
  }
}
