package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;

/** What the routes work with. */
record Surroundings(
    AnimusClient client,
    Conversations conversations,
    Books books,
    Talks talks,
    Erasure erasure,
    Feed feed,
    Connections connections,
    Outbox outbox,
    State state) {

  static Surroundings of(Vertx vertx, AnimusClient client, Album album, Settings settings) {
    Signature signature = Signature.with(settings.security().secrets());
    Scheduler clock = RxHelper.scheduler(vertx);
    Books books = Books.of(vertx, settings, album);
    Feed feed = new Feed(client.events(), books.told(), settings.patience().write());
    Erasure erasure = new Erasure(client, books, feed, clock);
    Connections connections =
        new Connections(vertx, new Clients(settings.security().proxies()), settings);
    return new Surroundings(
        client,
        new Conversations(client, signature),
        books,
        new Talks(books, erasure),
        erasure,
        feed,
        connections,
        new Outbox(books.shown(), connections, settings.patience().write()),
        new State());
  }
}
