package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.time.InstantSource;

/** Dependencies of the routes. */
record RouteDependencies(
    AnimusClient client,
    ConversationIds conversations,
    ServerState serverState,
    MessageSubmission messages,
    ConversationErasure erasure,
    ConversationOpening opening,
    ConversationExpiry expiry,
    EventFeed feed,
    Connections connections,
    ResponseSender responses,
    HealthRoute health) {

  static RouteDependencies of(
      Vertx vertx, AnimusClient client, ImageRepository imageRepository, DataStores stores) {
    ChatbotSettings settings = stores.settings();
    ServerState serverState = ServerState.of(vertx, stores, imageRepository);
    EventFeed eventFeed =
        new EventFeed(client.events(), serverState.eventStreams(), settings.timeouts().write());
    ConversationErasure conversationErasure =
        new ConversationErasure(client, serverState, eventFeed, !settings.cluster().isShared());
    ConversationOpening opening =
        new ConversationOpening(serverState, conversationErasure, InstantSource.system());
    Connections connections =
        new Connections(vertx, new ClientAddresses(settings.security().proxies()), settings);
    return new RouteDependencies(
        client,
        new ConversationIds(client, HmacSigner.of(settings.security().secrets())),
        serverState,
        new MessageSubmission(client.events(), serverState, conversationErasure, opening),
        conversationErasure,
        opening,
        new ConversationExpiry(stores.sessions(), conversationErasure, RxHelper.scheduler(vertx)),
        eventFeed,
        connections,
        new ResponseSender(serverState.imageDownloads(), connections, settings.timeouts().write()),
        new HealthRoute());
  }

  /** Does until it is disposed what no request asks for. */
  Disposable startBackground(ChatbotSettings settings, Scheduler clock) {
    return settings.cluster().isShared()
        ? new CompositeDisposable(
            expiry.start(),
            serverState.revokedSessions().follow(clock),
            serverState.images().follow(clock))
        : expiry.start();
  }
}
