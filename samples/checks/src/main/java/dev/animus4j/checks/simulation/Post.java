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

/** The messages that are sent, and who listens to what comes of them. */
final class Post {
  private static final byte[] GIF =
      "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);

  private final World world;
  private final Chance chance;
  private final Manners manners;
  private final Toolbox toolbox;
  private final Map<String, Send> named = new LinkedHashMap<>();
  private int sent;

  Post(World world) {
    this.world = world;
    this.chance = world.chance();
    this.manners = new Manners(world);
    this.toolbox = new Toolbox(world);
  }

  int sent() {
    return sent;
  }

  void send(Talk talk) {
    sent(any(talk));
  }

  Send probe(Talk talk) {
    String name = "s" + ++sent;
    Message message = Message.user("still there?");
    return sent(new Send(name, message, manners.strict(name), talk));
  }

  private Send any(Talk talk) {
    String name = "s" + ++sent;
    return new Send(name, message(name), toolbox.given(manners.any(name), name), talk);
  }

  private Send sent(Send send) {
    Chat chat = added(send);
    send.leadingTo(chat.send(send.message(), send.options()));
    begun(send);
    return send;
  }

  /** By an id; at times it arrives twice before anything comes of it. */
  void sendOnce(Talk talk) {
    Send send = any(talk);
    sentOnce(send.name(), send);
    if (chance.once(4)) {
      again(send.name(), send);
    }
  }

  private void sentOnce(String id, Send send) {
    Chat chat = added(send);
    named.put(id, send);
    send.leadingTo(chat.sendOnce(id, send.message(), send.options()));
    begun(send);
  }

  private Chat added(Send send) {
    world.journal().note(send.talk().id(), send);
    world.register().add(send);
    return chat(send.talk());
  }

  private Chat chat(Talk talk) {
    return world.clients().now().chat(talk.id());
  }

  /** A message arrives twice: it leads to the same exchange, unless that brought nothing. */
  void again(Talk talk) {
    List<String> ids = named.keySet().stream().filter(id -> sendOf(id).talk() == talk).toList();
    if (!ids.isEmpty()) {
      String id = chance.any(ids);
      Send send = sendOf(id);
      boolean known = world.clients().isByThisClient(send);
      if (known && (!send.isOver() || send.isDelivered())) {
        again(id, send);
      } else {
        afresh(id, send, known ? "sent once: again after nothing" : "sent once: to two clients");
      }
    }
  }

  private Send sendOf(String id) {
    return Rule.known(named.get(id), "a message");
  }

  private void again(String id, Send send) {
    world.figures().add(send.isOver() ? "sent once: again after it" : "sent once: again meanwhile");
    world.journal().note(send.talk().id(), send.name() + " arrives again");
    ChatOptions options = manners.any("twice");
    listen(send, chat(send.talk()).sendOnce(id, Message.user("?"), options));
  }

  private void afresh(String id, Send vain, String kind) {
    world.figures().add(kind);
    Send send = any(vain.talk());
    send.repeats(vain);
    sentOnce(id, send);
  }

  private Message message(String name) {
    String silence = " ".repeat(sent);
    Message message =
        Message.user(chance.once(60) ? silence : name + chance.any("", " hi", "\nhi\n"));
    return switch (chance.upTo(50)) {
      case 0, 1, 2 -> message.showing(Attachment.at(URI.create("https://example.org/" + name)));
      case 3, 4, 5 -> message.showing(Attachment.of("image/gif", GIF));
      case 6 -> message.showing(Attachment.of("image/gif", new byte[] {1, 2}));
      default -> message;
    };
  }

  private void begun(Send send) {
    Talk talk = send.talk();
    if (world.clients().isClosing()) {
      send.stop(talk.now());
    } else if (manners.interrupts(send)) {
      talk.othersThan(send).forEach(other -> other.stop(talk.now()));
    }
    if (manners.outdates(send)) {
      talk.othersThan(send).forEach(Send::mayBecomeStale);
    }
    listen(send, send.exchange());
    if (chance.once(4)) {
      listen(send, send.exchange());
    }
  }

  void listenLate(Talk talk) {
    if (!talk.sends().isEmpty()) {
      Send send = chance.any(talk.sends());
      listen(send, send.exchange());
    }
  }

  /** The first one listens to all of it at once, and tells. */
  private void listen(Send send, Flowable<ChatEvent> exchange) {
    boolean first = send.listeners().isEmpty();
    Listener[] self = new Listener[1];
    Runnable slow = first || chance.once(2) ? null : () -> later(self);
    int patience = first || chance.once(2) ? Integer.MAX_VALUE : 1 + chance.upTo(9);
    self[0] = new Listener(event -> hear(send, event, self[0]), patience, slow);
    send.listeners().add(self[0]);
    if (first) {
      exchange.subscribe(self[0]);
    } else {
      world.clients().call(() -> exchange.subscribe(self[0]));
    }
    if (!first && chance.once(4)) {
      world.figures().add("leaves an exchange");
      world.timers().after(chance.delay(20_000), self[0]::leave);
    }
  }

  /** Who tells everybody is careful; others may throw, and listen no more then. */
  private void hear(Send send, ChatEvent event, Listener listener) {
    world.guarded(() -> send.talk().told(send, event));
    if (send.listeners().get(0) != listener) {
      Throwable mishap = world.mishaps().next("a listener", 40);
      if (mishap != null) {
        listener.forget();
        throw Mishaps.<RuntimeException>disguised(mishap);
      }
    }
  }

  private void later(Listener[] self) {
    world.timers().after(1 + chance.upTo(900), () -> self[0].next());
  }
}
