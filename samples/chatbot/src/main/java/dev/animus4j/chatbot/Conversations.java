package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import io.vertx.ext.web.RoutingContext;

/**
 * Which conversation is whose. An id is a random half and its signature together with the session,
 * so that it is known whom it belongs to, although nothing is kept.
 */
final class Conversations {
  private static final int HALF = 16;

  private final AnimusClient client;
  private final Signature signature;

  Conversations(AnimusClient client, Signature signature) {
    this.client = client;
    this.signature = signature;
  }

  /** The id of a new one. */
  String begin(String session) {
    String random = Signature.random(HALF * 3 / 4);
    return random + signature.shortOf(signed(random, session), HALF);
  }

  boolean isOf(String session, String id) {
    return !session.isEmpty()
        && id.length() == 2 * HALF
        && signature.signsShortly(signed(id.substring(0, HALF), session), id.substring(HALF), HALF);
  }

  private static String signed(String random, String session) {
    return "conversation " + random + " " + session;
  }

  /** The one that a request is about. To others than its owner there is none. */
  Chat of(RoutingContext request) {
    return of(request, request.pathParam("id"));
  }

  Chat of(RoutingContext request, String id) {
    if (!isOf(Sessions.of(request).session(), id)) {
      throw Problem.notFound("There is no such conversation.");
    }
    return client.chat(id);
  }
}
