package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;

/** Dependencies of the routes. */
record RouteDependencies(
    AnimusClient client,
    ConversationIds conversations,
    ServerState serverState,
    MessageSubmission messages,
    ConversationErasure erasure,
    EventFeed feed,
    Connections connections,
    ResponseSender responses,
    HealthRoute health) {

  static RouteDependencies of(
      Vertx vertx, AnimusClient client, ImageRepository imageRepository, ChatbotSettings settings) {
    HmacSigner hmacSigner = HmacSigner.of(settings.security().secrets());
    Scheduler clock = RxHelper.scheduler(vertx);
    ServerState serverState = ServerState.of(vertx, settings, imageRepository);
    EventFeed eventFeed =
        new EventFeed(client.events(), serverState.eventStreams(), settings.timeouts().write());
    ConversationErasure conversationErasure =
        new ConversationErasure(client, serverState, eventFeed, clock);
    Connections connections =
        new Connections(vertx, new ClientAddresses(settings.security().proxies()), settings);
    return new RouteDependencies(
        client,
        new ConversationIds(client, hmacSigner),
        serverState,
        new MessageSubmission(serverState, conversationErasure),
        conversationErasure,
        eventFeed,
        connections,
        new ResponseSender(serverState.imageDownloads(), connections, settings.timeouts().write()),
        new HealthRoute());
  }
}
