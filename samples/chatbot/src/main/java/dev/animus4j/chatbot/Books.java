package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;

/**
 * Who has and does what just now; all of it is bounded, and shared by everybody.
 *
 * @param asked what is held for models that are asked
 * @param told what is held for clients that are told something
 * @param received what is held of what clients are about to say
 * @param histories what was said
 * @param album what was drawn and shown
 * @param works what is being answered and drawn
 * @param streams who listens
 */
record Books(
    BytesInFlight asked,
    BytesInFlight told,
    BytesInFlight received,
    Histories histories,
    Album album,
    Works works,
    Slots streams) {

  static Books of(Vertx vertx, Settings settings, Album album) {
    Settings.Limits limits = settings.limits();
    long bytes = limits.bytesInFlight();
    return new Books(
        new BytesInFlight(Share.of(bytes, 1), RxHelper.scheduler(vertx)),
        new BytesInFlight(Share.ofSession(bytes, bytes / 4), RxHelper.scheduler(vertx)),
        new BytesInFlight(Share.ofSession(bytes, bytes / 4), RxHelper.scheduler(vertx)),
        new Histories(limits.historyBytes()),
        album,
        new Works(),
        new Slots(Share.ofSession(limits.streams(), limits.streamsPerSession())));
  }
}
