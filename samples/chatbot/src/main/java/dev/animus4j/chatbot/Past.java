package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.Entry;
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
 * {@code GET …/history} and {@code DELETE}: what was said and is over. What is still going on is
 * left to the events after {@code after}, which tell it from its beginning; so a page that joins
 * shows everything once.
 */
final class Past {
  /** What an answer takes at least, in bytes. */
  private static final long ANSWER = 64 << 10;

  private final Surroundings with;

  Past(Surroundings with) {
    this.with = with;
  }

  /** Answered when there is room for it in memory, until it has left. */
  void show(RoutingContext request) {
    Chat chat = with.conversations().of(request);
    Scheduler here = Later.here();
    long weight = ANSWER + 2 * with.books().histories().bytes(chat.id());
    var unused =
        with.books()
            .told()
            .during(Sessions.of(request), weight, permit -> shown(request, chat, here))
            .observeOn(here)
            .subscribe(() -> {}, failure -> with.outbox().fail(request, failure));
  }

  private Completable shown(RoutingContext request, Chat chat, Scheduler here) {
    Ongoing ongoing = Ongoing.in(with.client().events().recent(chat.id()));
    return chat.history()
        .get()
        .map(entries -> page(entries, ongoing).toBuffer())
        .observeOn(here)
        .flatMapCompletable(page -> with.outbox().written(json(request, page), here, page));
  }

  private static Future<Void> json(RoutingContext request, Buffer page) {
    return request.response().putHeader("Content-Type", "application/json").end(page);
  }

  private static JsonObject page(List<Entry> entries, Ongoing ongoing) {
    List<Entry> over = entries.subList(0, Math.max(0, entries.size() - ongoing.remembered()));
    JsonArray told = new JsonArray();
    IntStream.range(0, over.size())
        .filter(at -> isShown(over.get(at)) && !isRepeated(over, at))
        .forEach(at -> told.add(json(over.get(at))));
    return new JsonObject()
        .put("entries", told)
        .put("after", ongoing.after())
        .put("ongoing", ongoing.isThere());
  }

  /** What passes between a model and its tools is nothing that anybody said. */
  private static boolean isShown(Entry entry) {
    return entry.message().role() != Role.TOOL && !entry.message().content().isBlank();
  }

  /** What was said again because there was no answer is shown once. */
  private static boolean isRepeated(List<Entry> entries, int at) {
    return at + 1 < entries.size()
        && entries.get(at).message().role() == Role.USER
        && entries.get(at).message().equals(entries.get(at + 1).message());
  }

  private static JsonObject json(Entry entry) {
    JsonObject json =
        new JsonObject()
            .put("role", entry.message().role() == Role.USER ? "user" : "assistant")
            .put("timestamp", entry.timestamp().toString())
            .put("interrupted", entry.interrupted());
    Entry.Picture picture = entry.picture();
    if (picture != null) {
      return json.put("imageUrl", Album.address(picture.location()))
          .put("prompt", picture.prompt());
    }
    JsonArray images = new JsonArray(shown(entry).map(Album::address).toList());
    return json.put("text", entry.message().content()).put("images", images);
  }

  /** Where the pictures are that a user showed. */
  private static Stream<URI> shown(Entry entry) {
    return entry.message().attachments().stream()
        .filter(Attachment.At.class::isInstance)
        .map(attachment -> ((Attachment.At) attachment).location());
  }

  /** Forgets a conversation, and what was drawn in it. */
  void forget(RoutingContext request) {
    var unused =
        with.erasure()
            .of(with.conversations().of(request))
            .observeOn(Later.here())
            .subscribe(() -> request.response().setStatusCode(204).end(), request::fail);
  }

  /** Forgets all of a session, as far as it is known here. */
  Completable all(Owner owner) {
    return Flowable.fromIterable(with.books().histories().of(owner))
        .concatWith(Flowable.fromIterable(with.books().works().of(owner)))
        .distinct()
        .flatMapCompletable(id -> with.erasure().of(with.client().chat(id)))
        .andThen(
            Completable.defer(
                () -> with.books().album().remove(with.books().album().of(owner.session()))));
  }
}
