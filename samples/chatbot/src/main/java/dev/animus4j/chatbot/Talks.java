package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.AttemptFailed;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.ToolEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.turn.FollowUps;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;

/**
 * What users say: sent when there is memory for what the model is sent, and entered in the books.
 * It is answered also for who leaves.
 */
final class Talks {
  /** What a request takes beside what is said, in bytes. */
  private static final long REQUEST = 32 << 10;

  /** More bytes of pictures are never sent to a model. */
  private static final long MOST_SHOWN = 20 << 20;

  private final Books books;
  private final Erasure erasure;

  Talks(Books books, Erasure erasure) {
    this.books = books;
    this.erasure = erasure;
  }

  /** Something that a user says, with an id by which it is known when it comes again. */
  record Words(Owner owner, Chat chat, String id, Message message) {
    List<String> name() {
      return List.of(chat.id(), id);
    }
  }

  /** The exchange that follows; the same one when it is said again, unless nothing came of it. */
  Single<String> say(Words words) {
    return books.works().once(words.name(), () -> said(words));
  }

  private Single<String> said(Words words) {
    Works.Work work = books.works().expect(words.owner, words.chat.id());
    return Flowable.fromIterable(words.message.attachments())
        .ofType(Attachment.At.class)
        .concatMapSingle(shown -> books.album().size(shown.location()))
        .reduce(0L, Long::sum)
        .flatMap(bytes -> admitted(words, bytes, work))
        .doOnError(refused -> work.end());
  }

  private Single<String> admitted(Words words, long bytes, Works.Work work) {
    String id = words.chat.id();
    long shown = Math.min(MOST_SHOWN, bytes + books.histories().shown(id));
    long weight = REQUEST + books.histories().text(id) + shown;
    if (!books.asked().hasRoom(words.owner, weight)) {
      words.chat.interrupt(); // what is being answered makes room
    }
    return books
        .asked()
        .enter(words.owner, weight)
        .flatMap(
            permit ->
                Single.defer(() -> begun(words, bytes, permit, work))
                    .doOnError(refused -> permit.giveBack()));
  }

  private Single<String> begun(
      Words words, long bytes, BytesInFlight.Permit permit, Works.Work work) {
    work.begin();
    books.histories().says(words.chat.id(), bytes);
    Flowable<ChatEvent> exchange = words.chat.send(words.message, options(words.chat));
    var unused =
        exchange
            .doFinally(permit::giveBack)
            .doFinally(work::end)
            .subscribe(event -> heard(event, words, permit, work));
    return exchange.firstOrError().map(ChatEvent::exchangeId);
  }

  /** To go on unasked, a model would be sent all pictures again. */
  private ChatOptions options(Chat chat) {
    ChatOptions options = chat.options();
    return options.autoTurn() == null || books.histories().shown(chat.id()) == 0
        ? options
        : options.inTurns(options.autoTurn().followUps(FollowUps.NONE));
  }

  private void heard(ChatEvent event, Words words, BytesInFlight.Permit permit, Works.Work work) {
    if (isAnswer(event)) {
      permit.giveBack();
    }
    if (event instanceof ImageGenerationCompleted drawn) {
      books.album().keep(words.owner, drawn.picture().imageUrl(), drawn.picture().bytes());
      work.drew(drawn.picture().imageUrl());
    }
    if (event instanceof ExchangeCompleted end && end.messages() + end.images() == 0) {
      books.works().forget(words.name());
    }
    erasure.of(books.histories().heard(words.owner, event));
    if (event instanceof ExchangeCompleted) {
      erasure.shorten(words.chat);
    }
  }

  /** Whether the model has answered, so that what it was sent need not be held any more. */
  private static boolean isAnswer(ChatEvent event) {
    boolean isBefore =
        event instanceof MessageStarted begun && begun.messageType() == MessageType.REGULAR;
    return !isBefore
        && !(event instanceof MessageQueued)
        && !(event instanceof AttemptFailed)
        && !(event instanceof ToolEvent);
  }
}
