package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.OwnedElsewhere;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What this node does for others with the conversations that it has, or that nobody has. A request
 * about any other is answered with {@link NodeReply.Elsewhere}.
 */
final class NodeResponder {
  /** How long one that follows a conversation waits for an event. */
  static final Duration FOLLOW = Duration.ofSeconds(5);

  private static final long FIRST_EVENT_MILLIS = 1_500;
  private static final Single<NodeReply> ELSEWHERE = Single.just(new NodeReply.Elsewhere());

  private final AnimusClient client;
  private final NodePeers peers;
  private final Scheduler clock;

  NodeResponder(AnimusClient client, NodePeers peers, Scheduler clock) {
    this.client = client;
    this.peers = peers;
    this.clock = clock;
  }

  /** A node that stops fails nothing: another one takes the conversation. */
  Single<NodeReply> reply(NodeRequest request) {
    Chat chat = client.chat(request.conversation());
    return reply(chat, request)
        .onErrorResumeNext(cause -> isClosing(chat) ? ELSEWHERE : Single.error(cause));
  }

  private Single<NodeReply> reply(Chat chat, NodeRequest request) {
    if (request instanceof NodeRequest.Send send) {
      return isClosing(chat) ? ELSEWHERE : send(chat, send);
    } else if (request instanceof NodeRequest.Follow follow) {
      return follow(chat, follow);
    } else if (request instanceof NodeRequest.Interrupt interrupt) {
      return interrupt(chat, interrupt);
    } else if (request instanceof NodeRequest.Release) {
      return release(chat.conversation());
    }
    return client
        .forget(request.conversation())
        .map(
            erasure ->
                new NodeReply.Erased(
                    erasure.existed(),
                    erasure.pendingImages().stream().map(URI::toString).toList()));
  }

  private static boolean isClosing(Chat chat) {
    return chat.conversation().components().closing().hasThrowable();
  }

  private Single<NodeReply> send(Chat chat, NodeRequest.Send send) {
    Message message = HistoryEntry.parse(Buffer.buffer(send.entry())).message();
    Flowable<ChatEvent> events =
        chat.exchanges().accept(send.messageId(), message, options(send, chat));
    return events
        .firstOrError()
        .<NodeReply>map(first -> new NodeReply.Accepted(first.exchangeId(), first.sequence() - 1))
        .timeout(
            FIRST_EVENT_MILLIS,
            TimeUnit.MILLISECONDS,
            clock,
            Single.fromCallable(() -> late(chat)));
  }

  /** One that cannot reach the ledger any more does not hold the message back. */
  private static NodeReply late(Chat chat) {
    return chat.conversation().recorder().isOwner()
        ? new NodeReply.Waiting()
        : new NodeReply.Elsewhere();
  }

  private ChatOptions options(NodeRequest.Send send, Chat chat) {
    return peers.namedOptions().find(send.options(), chat);
  }

  private Single<NodeReply> follow(Chat chat, NodeRequest.Follow follow) {
    if (!chat.conversation().recorder().isOwner()) {
      return ELSEWHERE;
    }
    long last = chat.conversation().lastSequence().get();
    return follow.after() < 0
        ? Single.just(new NodeReply.Events(last, List.of()))
        : FollowedEvents.of(client.events().streamSince(chat.id(), follow.after()), FOLLOW, clock)
            .map(batch -> new NodeReply.Events(last, batch));
  }

  private static Single<NodeReply> release(ConversationState conversation) {
    return Single.defer(conversation.recorder()::release)
        .<NodeReply>map(NodeReply.Done::new)
        .subscribeOn(conversation.scheduler());
  }

  private Single<NodeReply> interrupt(Chat chat, NodeRequest.Interrupt interrupt) {
    String exchange = interrupt.exchange();
    if (!chat.conversation().recorder().isOwner()) {
      return Single.error(new OwnedElsewhere(FailureOrigin.of("node"), ""));
    } else if (exchange == null) {
      chat.exchanges().interruptAll("stopped");
    } else {
      chat.exchanges().interrupt(exchange);
    }
    return Single.just(new NodeReply.Done(true));
  }
}
