package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends messages, and subscribes to their exchanges. */
final class MessageSender {
  private static final byte[] GIF =
      "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);

  private final SimulatedWorld world;
  private final RandomChoices random;
  private final RandomOptions randomOptions;
  private final RandomTools randomTools;
  private final Map<String, SentMessage> byKey = new LinkedHashMap<>();
  private int count;

  MessageSender(SimulatedWorld world) {
    this.world = world;
    this.random = world.random();
    this.randomOptions = new RandomOptions(world);
    this.randomTools = new RandomTools(world);
  }

  int sentCount() {
    return count;
  }

  void send(ConversationVerifier conversation) {
    send(randomMessage(conversation));
  }

  SentMessage sendProbe(ConversationVerifier conversation) {
    String name = "s" + ++count;
    Message message = Message.user("still there?");
    return send(new SentMessage(name, message, randomOptions.strictOptions(name), conversation));
  }

  private SentMessage randomMessage(ConversationVerifier conversation) {
    String name = "s" + ++count;
    return new SentMessage(
        name,
        message(name),
        randomTools.withRandomTools(randomOptions.randomOptions(name), name),
        conversation);
  }

  private SentMessage send(SentMessage sentMessage) {
    Chat chat = register(sentMessage);
    sentMessage.setExchange(chat.send(sentMessage.message(), sentMessage.options()));
    onSent(sentMessage);
    return sentMessage;
  }

  /** Sends with an idempotency key; at times twice before anything is published. */
  void sendOnce(ConversationVerifier conversation) {
    SentMessage sentMessage = randomMessage(conversation);
    sendOnce(sentMessage.name(), sentMessage);
    if (random.oneIn(4)) {
      sendAgain(sentMessage.name(), sentMessage);
    }
  }

  private void sendOnce(String id, SentMessage sentMessage) {
    Chat chat = register(sentMessage);
    byKey.put(id, sentMessage);
    sentMessage.setExchange(chat.sendOnce(id, sentMessage.message(), sentMessage.options()));
    onSent(sentMessage);
  }

  private Chat register(SentMessage sentMessage) {
    world.log().record(sentMessage.conversation().id(), sentMessage);
    world.registry().add(sentMessage);
    return chat(sentMessage.conversation());
  }

  private Chat chat(ConversationVerifier conversation) {
    return world.clients().chat(conversation.id());
  }

  /** Sends a message again: it gets the same exchange, unless that had no result. */
  void sendAgain(ConversationVerifier conversation) {
    List<String> ids =
        byKey.keySet().stream().filter(id -> messageOf(id).conversation() == conversation).toList();
    if (!ids.isEmpty()) {
      String id = random.any(ids);
      SentMessage sentMessage = messageOf(id);
      boolean known = world.clients().isOfCurrentClient(sentMessage);
      if (known && (!sentMessage.isOver() || sentMessage.isDelivered())) {
        sendAgain(id, sentMessage);
      } else {
        String kind = known ? "sent once: again after nothing" : "sent once: to two clients";
        sendAfresh(id, sentMessage, kind);
      }
    }
  }

  private SentMessage messageOf(String id) {
    return Invariant.notNull(byKey.get(id), "a message");
  }

  private void sendAgain(String id, SentMessage sentMessage) {
    world
        .counters()
        .add(sentMessage.isOver() ? "sent once: again after it" : "sent once: again meanwhile");
    world.log().record(sentMessage.conversation().id(), sentMessage.name() + " arrives again");
    ChatOptions options = randomOptions.randomOptions("twice");
    subscribe(
        sentMessage, chat(sentMessage.conversation()).sendOnce(id, Message.user("?"), options));
  }

  private void sendAfresh(String id, SentMessage original, String kind) {
    world.counters().add(kind);
    SentMessage sentMessage = randomMessage(original.conversation());
    sentMessage.setFailedOriginal(original);
    sendOnce(id, sentMessage);
  }

  private Message message(String name) {
    String blank = " ".repeat(count);
    Message message =
        Message.user(random.oneIn(60) ? blank : name + random.any("", " hi", "\nhi\n"));
    return switch (random.upToInclusive(50)) {
      case 0, 1, 2 ->
          message.withAttachments(Attachment.reference(URI.create("https://example.org/" + name)));
      case 3, 4, 5 -> message.withAttachments(Attachment.of("image/gif", GIF));
      case 6 -> message.withAttachments(Attachment.of("image/gif", new byte[] {1, 2}));
      default -> message;
    };
  }

  private void onSent(SentMessage sentMessage) {
    ConversationVerifier conversation = sentMessage.conversation();
    if (world.clients().isClosing()) {
      sentMessage.stop(conversation.now());
    } else if (randomOptions.isInterrupting(sentMessage)) {
      conversation.others(sentMessage).forEach(other -> other.stop(conversation.now()));
    }
    if (randomOptions.isReplacingWaiting(sentMessage)) {
      conversation.others(sentMessage).forEach(SentMessage::mayBecomeStale);
    }
    subscribe(sentMessage, sentMessage.exchange());
    if (random.oneIn(4)) {
      subscribe(sentMessage, sentMessage.exchange());
    }
  }

  void subscribeLate(ConversationVerifier conversation) {
    if (!conversation.messages().isEmpty()) {
      SentMessage sentMessage = random.any(conversation.messages());
      subscribe(sentMessage, sentMessage.exchange());
    }
  }

  /** Subscribes; the first one requests all events at once, and passes them to the verifier. */
  private void subscribe(SentMessage sentMessage, Flowable<ChatEvent> exchange) {
    boolean first = sentMessage.listeners().isEmpty();
    EventSubscriber[] self = new EventSubscriber[1];
    Runnable onReady = first || random.oneIn(2) ? null : () -> requestLater(self);
    int maxEvents = first || random.oneIn(2) ? Integer.MAX_VALUE : 1 + random.upToInclusive(9);
    self[0] =
        new EventSubscriber(event -> onEvent(sentMessage, event, self[0]), maxEvents, onReady);
    sentMessage.listeners().add(self[0]);
    if (first) {
      exchange.subscribe(self[0]);
    } else {
      world.clients().callOnAnyThread(() -> exchange.subscribe(self[0]));
    }
    if (!first && random.oneIn(4)) {
      world.counters().add("leaves an exchange");
      world.scheduler().schedule(random.delay(20_000), self[0]::cancel);
    }
  }

  /** Processes an event; subscribers other than the first may throw, and ignore the rest then. */
  private void onEvent(SentMessage sentMessage, ChatEvent event, EventSubscriber subscriber) {
    world.runVerified(() -> sentMessage.conversation().onDelivered(sentMessage, event));
    if (sentMessage.listeners().get(0) != subscriber) {
      Throwable thrown = world.injectedErrors().nextThrowable("a listener", 40);
      if (thrown != null) {
        subscriber.ignoreRest();
        throw InjectedErrors.<RuntimeException>throwUnchecked(thrown);
      }
    }
  }

  private void requestLater(EventSubscriber[] self) {
    world.scheduler().schedule(1 + random.upToInclusive(900), () -> self[0].requestNext());
  }
}
