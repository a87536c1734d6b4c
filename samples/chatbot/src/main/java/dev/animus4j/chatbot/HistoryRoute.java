package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Role;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code GET …/history} and {@code DELETE}: the completed exchanges. Those in progress are left to
 * the events after {@code after}, which cover them from their start; so a page that joins shows
 * everything once.
 */
final class HistoryRoute {
  /** Minimum bytes of a response. */
  private static final long MIN_BYTES = 64 << 10;

  private final RouteDependencies dependencies;
  private final SessionUploads uploads;

  /**
   * Creates the routes.
   *
   * @param uploads removed when a session ends
   */
  HistoryRoute(RouteDependencies dependencies, SessionUploads uploads) {
    this.dependencies = dependencies;
    this.uploads = uploads;
  }

  /** Responds with the history, holding a permit for its memory until it has been written. */
  void show(RoutingContext request) {
    Chat chat = dependencies.conversations().chat(request);
    Scheduler scheduler = RequestLifecycle.currentScheduler();
    ClientSession clientSession = SessionCookies.clientSession(request);
    var unused =
        dependencies
            .opening()
            .restoreUsage(clientSession, chat)
            .andThen(
                Completable.defer(
                    () ->
                        dependencies
                            .serverState()
                            .eventStreams()
                            .runWithPermit(
                                clientSession,
                                weight(chat),
                                permit -> sendHistory(request, chat, scheduler))))
            .observeOn(scheduler)
            .subscribe(() -> {}, failure -> dependencies.responses().fail(request, failure));
  }

  private long weight(Chat chat) {
    return MIN_BYTES + 2 * dependencies.serverState().usage().bytes(chat.id());
  }

  private Completable sendHistory(RoutingContext request, Chat chat, Scheduler scheduler) {
    return dependencies
        .client()
        .events()
        .recentEvents(chat.id())
        .map(OpenExchanges::of)
        .flatMap(
            open ->
                chat.history()
                    .get()
                    .observeOn(scheduler)
                    .map(entries -> page(entries, open).toBuffer()))
        .flatMapCompletable(
            page -> dependencies.responses().awaitWrite(sendJson(request, page), scheduler, page));
  }

  private static Future<Void> sendJson(RoutingContext request, Buffer page) {
    return request.response().putHeader("Content-Type", "application/json").end(page);
  }

  private static JsonObject page(List<HistoryEntry> entries, OpenExchanges openExchanges) {
    List<HistoryEntry> completed =
        entries.subList(0, Math.max(0, entries.size() - openExchanges.remembered()));
    JsonArray json = new JsonArray();
    IntStream.range(0, completed.size())
        .filter(at -> isVisible(completed.get(at)) && !isRepeated(completed, at))
        .forEach(at -> json.add(toJson(completed.get(at))));
    return new JsonObject()
        .put("entries", json)
        .put("after", openExchanges.after())
        .put("ongoing", openExchanges.isThere());
  }

  /** Hides the messages between a model and its tools. */
  private static boolean isVisible(HistoryEntry entry) {
    return entry.message().role() != Role.TOOL && !entry.message().content().isBlank();
  }

  /** Whether this message was sent again because there was no response; it is shown once. */
  private static boolean isRepeated(List<HistoryEntry> entries, int at) {
    return at + 1 < entries.size()
        && entries.get(at).message().role() == Role.USER
        && entries.get(at).message().equals(entries.get(at + 1).message());
  }

  private static JsonObject toJson(HistoryEntry entry) {
    JsonObject json =
        new JsonObject()
            .put("role", entry.message().role() == Role.USER ? "user" : "assistant")
            .put("timestamp", entry.timestamp().toString())
            .put("interrupted", entry.interrupted());
    HistoryEntry.ImageReference imageReference = entry.picture();
    if (imageReference != null) {
      return json.put("imageUrl", ImageRepository.url(imageReference.location()))
          .put("prompt", imageReference.prompt());
    }
    JsonArray images = new JsonArray(imageLocations(entry).map(ImageRepository::url).toList());
    return json.put("text", entry.message().content()).put("images", images);
  }

  /** The locations of the images that a user attached. */
  private static Stream<URI> imageLocations(HistoryEntry entry) {
    return entry.message().attachments().stream()
        .filter(Attachment.Reference.class::isInstance)
        .map(attachment -> ((Attachment.Reference) attachment).location());
  }

  /** Erases a conversation, and the images generated in it. */
  void delete(RoutingContext request) {
    var unused =
        dependencies
            .erasure()
            .erase(dependencies.conversations().chat(request).id())
            .observeOn(RequestLifecycle.currentScheduler())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }

  /** Erases all conversations of a session, and what it uploaded. */
  Completable eraseSession(ClientSession clientSession) {
    ServerState serverState = dependencies.serverState();
    return serverState
        .sessions()
        .conversations(clientSession.session())
        .flattenAsFlowable(stored -> stored)
        .concatWith(
            Flowable.defer(
                () -> Flowable.fromIterable(serverState.tasks().conversations(clientSession))))
        .distinct()
        .flatMapCompletable(dependencies.erasure()::erase)
        .andThen(Completable.defer(() -> uploads.removeAll(clientSession)));
  }
}
