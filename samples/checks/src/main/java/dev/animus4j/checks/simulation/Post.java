package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The messages that are sent, and who listens to what comes of them. */
final class Post {
  private static final byte[] GIF =
      "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);

  private final World world;
  private final Chance chance;
  private final Manners manners;
  private final Toolbox toolbox;
  private final List<Send> named = new ArrayList<>();
  private int sent;

  Post(World world) {
    this.world = world;
    this.chance = world.chance();
    this.manners = new Manners(chance);
    this.toolbox = new Toolbox(world);
  }

  int sent() {
    return sent;
  }

  void send(Talk talk) {
    String name = "s" + ++sent;
    sent(talk, new Send(name, message(name), any(name)));
  }

  private ChatOptions any(String name) {
    return toolbox.given(manners.any(name), name);
  }

  Send probe(Talk talk) {
    String name = "s" + ++sent;
    return sent(talk, new Send(name, Message.user("still there?"), manners.strict(name)));
  }

  private Send sent(Talk talk, Send send) {
    Chat chat = added(talk, send);
    send.leadingTo(chat.send(send.message(), send.options()));
    begun(talk, send);
    return send;
  }

  void sendOnce(Talk talk) {
    String name = "s" + ++sent;
    Send send = new Send(name, message(name), any(name));
    Chat chat = added(talk, send);
    named.add(send);
    send.leadingTo(chat.sendOnce(name, send.message(), send.options()));
    begun(talk, send);
  }

  private Chat added(Talk talk, Send send) {
    world.journal().note(talk.id(), send);
    world.add(talk, send);
    return world.animus().chat(talk.id());
  }

  /** A message arrives twice: it leads to the same exchange, unless that brought nothing. */
  void again(Talk talk) {
    named.stream()
        .filter(send -> talk.sends().contains(send) && world.isByThisClient(send))
        .filter(send -> !send.isOver() || send.isDelivered())
        .findFirst()
        .ifPresent(send -> again(talk, send));
  }

  private void again(Talk talk, Send send) {
    world.journal().note(talk.id(), send.name() + " arrives again");
    ChatOptions options = manners.any("twice");
    Chat chat = world.animus().chat(talk.id());
    listen(talk, send, chat.sendOnce(send.name(), Message.user("?"), options));
  }

  private Message message(String name) {
    Message message = Message.user(chance.once(60) ? " " : name + chance.any("", " hi", "\nhi\n"));
    return switch (chance.upTo(80)) {
      case 0, 1, 2 -> message.showing(Attachment.at(URI.create("https://example.org/" + name)));
      case 3, 4, 5 -> message.showing(Attachment.of("image/gif", GIF));
      case 6 -> message.showing(Attachment.of("image/gif", new byte[] {1, 2}));
      default -> message;
    };
  }

  private void begun(Talk talk, Send send) {
    if (world.isClosed()) {
      send.stop(talk.now());
    } else if (manners.interrupts(send)) {
      talk.othersThan(send).forEach(other -> other.stop(talk.now()));
    }
    if (manners.outdates(send)) {
      talk.othersThan(send).forEach(Send::mayBecomeStale);
    }
    listen(talk, send, send.exchange());
    if (chance.once(4)) {
      listen(talk, send, send.exchange());
    }
  }

  void listenLate(Talk talk) {
    if (!talk.sends().isEmpty()) {
      Send send = chance.any(talk.sends());
      listen(talk, send, send.exchange());
    }
  }

  /** The first one listens to all of it at once, and tells. */
  private void listen(Talk talk, Send send, Flowable<ChatEvent> exchange) {
    boolean first = send.listeners().isEmpty();
    Listener[] self = new Listener[1];
    Runnable slow = first || chance.once(2) ? null : () -> later(self);
    int patience = first || chance.once(2) ? Integer.MAX_VALUE : 1 + chance.upTo(9);
    self[0] = new Listener(event -> world.guarded(() -> talk.told(send, event)), patience, slow);
    send.listeners().add(self[0]);
    exchange.subscribe(self[0]);
  }

  private void later(Listener[] self) {
    world.timers().after(1 + chance.upTo(900), () -> self[0].next());
  }
}
