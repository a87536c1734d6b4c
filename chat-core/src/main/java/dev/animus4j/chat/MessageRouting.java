package dev.animus4j.chat;

import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.failure.TakenOver;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Way of the messages of one conversation to the node that has it: this one, as soon as it can
 * claim the conversation, or another, to which they are forwarded. Each has an id: what was taken
 * over may be stored, and is tried again. Confined to the context of the conversation.
 */
final class MessageRouting {
  private static final long RETRY_MILLIS = 200;

  private final Chat chat;
  private final ConversationState conversation;
  private final NodePeers peers;
  private CompletableSubject last = CompletableSubject.create();

  MessageRouting(Chat chat, NodePeers peers) {
    this.chat = chat;
    this.conversation = chat.conversation();
    this.peers = peers;
    last.onComplete();
  }

  /**
   * The events of the exchange of a message, here or elsewhere.
   *
   * @param local starts the exchange here
   */
  Flowable<ChatEvent> route(
      SentMessage sent, ChatOptions options, Function<SentMessage, Flowable<ChatEvent>> local) {
    CompletableSubject arrived = CompletableSubject.create();
    Completable before = last;
    last = arrived;
    Route route = new Route(options, local, arrived, conversation.elapsedMillis());
    return before
        .andThen(peers.events().awaitListeners(conversation.id()))
        .observeOn(conversation.scheduler())
        .andThen(Flowable.defer(() -> attempt(sent.withId(conversation.newId()), route)))
        .doFinally(arrived::onComplete);
  }

  /**
   * A message on its way.
   *
   * @param arrived completes when the messages after it may be sent
   * @param since when it was sent, in milliseconds
   */
  private record Route(
      ChatOptions options,
      Function<SentMessage, Flowable<ChatEvent>> local,
      CompletableSubject arrived,
      long since) {}

  private Flowable<ChatEvent> attempt(SentMessage sent, Route route) {
    Flowable<ChatEvent> here = Flowable.defer(() -> attemptHere(sent, route));
    return conversation.recorder().isOwner()
        ? here
        : peers
            .destination(conversation.id())
            .map(node -> forward(node, sent, route))
            .defaultIfEmpty(here)
            .observeOn(conversation.scheduler())
            .flatMapPublisher(way -> way);
  }

  private Flowable<ChatEvent> attemptHere(SentMessage sent, Route route) {
    AtomicReference<@Nullable ChatEvent> latest = new AtomicReference<>();
    return conversation
        .recorder()
        .flush()
        .andThen(Flowable.defer(() -> startHere(sent, route)))
        .doOnNext(latest::set)
        .onErrorResumeNext(
            cause -> {
              ChatEvent begun = latest.get();
              return begun == null ? elsewhere(cause, sent, route) : goOn(cause, begun);
            });
  }

  /** Another node has taken the conversation over, and ends the exchange. */
  private Flowable<ChatEvent> goOn(Throwable cause, ChatEvent latest) {
    return cause instanceof TakenOver
        ? follow(new NodeReply.Accepted(latest.exchangeId(), latest.sequence()))
        : Flowable.error(cause);
  }

  private Flowable<ChatEvent> startHere(SentMessage sent, Route route) {
    conversation.scheduler().scheduleDirect(route.arrived()::onComplete);
    return route.local().apply(sent);
  }

  private Flowable<ChatEvent> elsewhere(Throwable cause, SentMessage sent, Route route) {
    if (cause instanceof OwnedElsewhere elsewhere) {
      peers.rememberOwner(conversation.id(), elsewhere.nodeId());
      return Flowable.defer(() -> forward(elsewhere.nodeId(), sent, route));
    }
    return cause instanceof TakenOver ? later(sent, route) : Flowable.error(cause);
  }

  private Flowable<ChatEvent> forward(String node, SentMessage sent, Route route) {
    return ask(node, sent, route.options())
        .observeOn(conversation.scheduler())
        .concatMap(
            reply -> {
              if (reply instanceof NodeReply.Accepted accepted) {
                route.arrived().onComplete();
                return follow(accepted);
              } else if (reply instanceof NodeReply.Waiting) {
                route.arrived().onComplete();
                return forward(node, sent, route);
              }
              return later(sent, route); // it does not have it, or it is gone
            });
  }

  private Flowable<NodeReply> ask(String node, SentMessage sent, ChatOptions options) {
    String name = peers.namedOptions().name(options, chat);
    Single<NodeReply> reply =
        conversation
            .storeAttachments(sent.message(), options)
            .flatMap(stored -> peers.ask(node, request(stored, sent.id(), name)));
    return conversation.components().takeUntilClosed(reply.toFlowable());
  }

  private NodeRequest request(Message message, @Nullable String id, @Nullable String options) {
    String entry = HistoryEntry.of(message, Instant.EPOCH).toJson().toString();
    return new NodeRequest.Send(conversation.id(), String.valueOf(id), entry, options);
  }

  private Flowable<ChatEvent> follow(NodeReply.Accepted accepted) {
    Flowable<ChatEvent> events =
        conversation
            .components()
            .events()
            .streamSince(conversation.id(), accepted.after())
            .filter(event -> event.exchangeId().equals(accepted.exchange()))
            .takeUntil(event -> event instanceof ExchangeCompleted)
            .map(MessageRouting::copy);
    return conversation.components().takeUntilClosed(events).observeOn(conversation.scheduler());
  }

  /** A replay shares the text of deltas with the log if they are the same, published just now. */
  private static ChatEvent copy(ChatEvent event) {
    if (event instanceof MessageTokens tokens) {
      return new MessageTokens(event.stamp(), tokens.content());
    }
    return event instanceof ReasoningTokens tokens
        ? new ReasoningTokens(event.stamp(), tokens.content())
        : event;
  }

  private Flowable<ChatEvent> later(SentMessage sent, Route route) {
    peers.forgetOwner(conversation.id());
    Duration waited = Duration.ofMillis(conversation.elapsedMillis() - route.since());
    return waited.compareTo(peers.patience()) > 0
        ? Flowable.error(
            () ->
                new AnimusException.Unavailable(
                    FailureOrigin.of("node"),
                    "the node that has the conversation does not answer",
                    false,
                    Duration.ofSeconds(1)))
        : Completable.timer(RETRY_MILLIS, TimeUnit.MILLISECONDS, conversation.scheduler())
            .andThen(Flowable.defer(() -> attempt(sent.repeated(), route)));
  }
}
