package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.util.stream.Stream;

/**
 * Who has and does what just now; all of it is bounded, and shared by everybody.
 *
 * @param asked what is held for models that are asked
 * @param told what is held for clients that are told something
 * @param shown what is held of pictures on their way to clients
 * @param pages what is held of the page, for which pictures need not be waited for
 * @param received what is held of what clients are about to say
 * @param histories what was said
 * @param album what was drawn and shown
 * @param works what is being answered and drawn
 * @param ended who has logged out
 * @param streams who listens
 * @param uploads who brings pictures
 */
record Books(
    BytesInFlight asked,
    BytesInFlight told,
    BytesInFlight shown,
    BytesInFlight pages,
    BytesInFlight received,
    Histories histories,
    Album album,
    Works works,
    EndedSessions ended,
    Slots streams,
    Slots uploads) {
  private static final Share UPLOADS = Share.ofSession(64, 4);

  static Books of(Vertx vertx, Settings settings, Album album) {
    Settings.Limits limits = settings.limits();
    long bytes = limits.bytesInFlight();
    EndedSessions ended = new EndedSessions();
    return new Books(
        new BytesInFlight(Share.of(bytes, 1), RxHelper.scheduler(vertx)),
        bounded(bytes, vertx),
        bounded(bytes, vertx),
        bounded(bytes, vertx),
        bounded(bytes, vertx),
        new Histories(limits.historyBytes()),
        album,
        new Works(ended),
        ended,
        new Slots(Share.ofSession(limits.streams(), limits.streamsPerSession())),
        new Slots(UPLOADS));
  }

  /** A quarter for each client, whatever its sessions are. */
  private static BytesInFlight bounded(long bytes, Vertx vertx) {
    return new BytesInFlight(Share.ofSession(bytes, bytes / 4), RxHelper.scheduler(vertx));
  }

  /** How much is held on the way in or out. */
  long inFlight() {
    return Stream.of(asked, told, shown, pages, received).mapToLong(BytesInFlight::used).sum();
  }
}
