package dev.animus4j.chat;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Components that the conversations of a client share.
 *
 * @param editableImages the images generated lately
 * @param history the history as it is read and edited
 * @param ledger stores what happens; null when only the history is stored
 * @param peers the other nodes; null when there are none
 * @param closing fails when the client closes, with the failure for subscribers that wait
 */
record ClientComponents(
    ChatModel chatModel,
    ImageModel imageModel,
    AttachmentWriter attachments,
    RecentImages editableImages,
    HistoryStore history,
    @Nullable Ledger ledger,
    @Nullable NodePeers peers,
    ChatEvents events,
    FailClosedGuardrail guardrail,
    RandomGenerator random,
    CompletableSubject closing) {

  /** The same operation, for which this node claims a conversation that another one has. */
  <T> Single<T> claimFirst(String conversationId, Single<T> operation) {
    return peers == null ? operation : peers.claimFirst(conversationId, operation);
  }

  /** The same stream, failed when the client closes; not subscribed to after that. */
  <T> Flowable<T> takeUntilClosed(Flowable<T> stream) {
    Flowable<T> closed = closing.toFlowable();
    return Flowable.defer(() -> closing.hasThrowable() ? closed : stream.takeUntil(closed));
  }
}
