package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.OwnedElsewhere;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Erases conversations: their exchanges are cut off, then all that is stored of them goes in one
 * step, and at last the files of their images.
 */
record ConversationEraser(
    ClientComponents components, ImageDeletion images, IdempotentSends sends) {

  Single<Erasure> erase(Chat chat) {
    Single<Erasure> here = Single.defer(() -> eraseHere(chat));
    NodePeers peers = components.peers();
    return peers == null
        ? here
        : chat.conversation()
            .recorder()
            .flush()
            .subscribeOn(chat.conversation().scheduler())
            .andThen(here)
            .onErrorResumeNext(
                cause ->
                    cause instanceof OwnedElsewhere owned
                        ? peers
                            .ask(owned.nodeId(), new NodeRequest.Forget(chat.id()))
                            .map(reply -> erasure(reply, owned))
                        : Single.error(cause));
  }

  private static Erasure erasure(NodeReply reply, OwnedElsewhere owned) {
    if (reply instanceof NodeReply.Erased erased) {
      return new Erasure(
          erased.existed(), erased.pendingImages().stream().map(URI::create).toList());
    }
    throw owned;
  }

  private Single<Erasure> eraseHere(Chat chat) {
    ConversationState conversation = chat.conversation();
    return Single.defer(
            () -> {
              chat.exchanges().cut(cutOff());
              return conversation.recorder().erase();
            })
        .doOnSuccess(erased -> forget(chat.id(), erased))
        .flatMap(erased -> images.delete(erased.images()).map(pending -> erasure(erased, pending)))
        .subscribeOn(conversation.scheduler());
  }

  private static Erasure erasure(Recorder.Erased erased, List<URI> pending) {
    List<URI> left = new ArrayList<>(pending);
    left.addAll(erased.attachments());
    return new Erasure(erased.existed(), left);
  }

  /** Deletes the files that no conversation has. */
  Single<Integer> sweep(Duration grace, Scheduler clock) {
    return images.ledger() == null
        ? Single.error(
            () ->
                new AnimusException.InvalidRequest(
                    FailureOrigin.of("animus4j"), "there is no ledger that knows the images"))
        : images.sweep(images.ledger(), grace, clock);
  }

  private static AnimusException cutOff() {
    return new AnimusException.Cancelled(
        FailureOrigin.of("animus4j"), "the conversation was erased");
  }

  private void forget(String id, Recorder.Erased erased) {
    components.events().forget(id);
    sends.forget(id);
    erased.images().forEach(components.editableImages()::remove);
  }
}
