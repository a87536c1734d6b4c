package dev.animus4j.chatbot;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.InstantSource;
import java.util.List;

/**
 * Opens conversations before they are used: whose they are is recorded, and the size of those of an
 * earlier process is looked up.
 */
record ConversationOpening(
    ServerState serverState, ConversationErasure erasure, InstantSource clock) {
  private static final int WINDOW = 20;

  /** Opens a conversation for a message or an image. */
  Completable open(ClientSession owner, Chat chat) {
    return serverState
        .sessions()
        .put(owner.session(), chat.id(), clock.instant())
        .andThen(serverState.revokedSessions().requireValid(owner.session()))
        .andThen(restoreUsage(owner, chat));
  }

  /** Completes when the size of a conversation is known. */
  Completable restoreUsage(ClientSession owner, Chat chat) {
    return Completable.defer(
        () ->
            serverState.usage().isKnown(chat.id())
                ? Completable.complete()
                : chat.history()
                    .get()
                    .filter(entries -> !entries.isEmpty())
                    .flatMapCompletable(entries -> restore(owner, chat.id(), entries)));
  }

  private Completable restore(ClientSession owner, String id, List<HistoryEntry> entries) {
    List<Message> messages =
        entries.stream()
            .map(HistoryEntry::message)
            .filter(message -> message.role() == Role.USER)
            .toList();
    return Flowable.fromIterable(messages)
        .skip(Math.max(0, messages.size() - WINDOW))
        .concatMapSingle(this::attachedBytes)
        .toList()
        .doOnSuccess(
            attached -> erasure.evict(serverState.usage().restore(owner, id, entries, attached)))
        .ignoreElement();
  }

  /** The bytes of the attachments of a message; those that were deleted have none. */
  private Single<Long> attachedBytes(Message message) {
    return Flowable.fromIterable(message.attachments())
        .ofType(Attachment.Reference.class)
        .concatMapSingle(it -> serverState.images().size(it.location()).onErrorReturnItem(0L))
        .reduce(0L, Long::sum);
  }
}
