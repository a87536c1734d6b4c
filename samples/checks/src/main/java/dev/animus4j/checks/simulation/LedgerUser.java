package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Users of the clients of a world, and what else happens to these. */
final class LedgerUser {
  /** The time in milliseconds in which a ledger that is away is noticed. */
  private static final long NOTICED = 30_000;

  private final LedgerWorld world;
  private final RandomChoices random;
  private final LedgerOptions options;
  private final RandomEditor editor;
  private final List<String> messageIds = new ArrayList<>();
  private int left;
  private int count;
  private int erasures;

  LedgerUser(LedgerWorld world, int messages) {
    this.world = world;
    this.random = world.random();
    this.options = new LedgerOptions(world);
    this.editor = new RandomEditor(world);
    this.left = messages;
  }

  void actUntilDone() {
    world.runVerified(this::act);
    if (left > 0) {
      int most = random.oneIn(3) ? 20_000 : 1_500;
      long pause = random.percent(40) ? random.upToInclusive(2) : random.upToInclusive(most);
      world.scheduler().schedule(pause, this::actUntilDone);
    } else {
      world.onUserDone();
    }
  }

  private void act() {
    LedgerClient client = world.anyClient();
    Chat chat = client.client().chat(random.any(world.conversations()));
    switch (random.upToInclusive(31)) {
      case 0 -> chat.interrupt();
      case 1 -> draw(chat);
      case 2, 3 -> editor.edit(chat);
      case 4 -> forget(client, chat.id());
      case 5 -> client.crash();
      case 6 -> world.addClient();
      case 7 -> close(client);
      case 8 -> startOutage();
      case 9, 10, 11, 12, 13 -> sendOnce(client, chat);
      default -> send(client, chat);
    }
  }

  private void close(LedgerClient client) {
    if (random.oneIn(2)) {
      client.close();
    }
  }

  private void startOutage() {
    if (random.oneIn(2)) {
      world.log().record("ledger", "is away");
      world.counters().add("outage");
      world.faults().startOutage();
    }
  }

  private void send(LedgerClient client, Chat chat) {
    String name = "s" + ++count;
    ChatOptions options = this.options.random(name);
    LedgerSend send = sent(name, new LedgerSend(world, client, name, options), chat.id());
    send.follow(chat.send(message(name), options));
  }

  private void sendOnce(LedgerClient client, Chat chat) {
    boolean again = !messageIds.isEmpty() && random.percent(60);
    String id = again ? random.any(messageIds) : "m" + ++count;
    messageIds.add(id);
    String name = "s" + ++count;
    ChatOptions options = this.options.random(name);
    LedgerSend send =
        sent(name, new LedgerSend(world, client, name, options), chat.id() + " " + id);
    send.setOnce();
    send.follow(chat.sendOnce(id, message(name), options));
  }

  private LedgerSend sent(String name, LedgerSend send, String where) {
    left--;
    world.counters().add("send");
    world.log().record(name, "is sent: " + where + " " + send);
    world.add(name, send);
    int waits =
        1
            + (world.isLookingUp() ? 1 : 0)
            + (erasures > 0 ? 1 : 0)
            + (world.faults().areSlow() ? 1 : 0);
    long soon = waits * NOTICED + 4_000;
    if (send.isRecordedAtOnce()
        && world.faults().isAway(world.now())
        && world.now() + soon < world.faults().outageEnd()) {
      world.scheduler().schedule(soon, () -> world.runVerified(send::verifyFailed));
    }
    return send;
  }

  private Message message(String name) {
    String more = random.oneIn(60) ? " " + UnreliableTenure.POISON : random.any("", " hi");
    Message message = Message.user(name + more);
    return random.oneIn(9)
        ? message.withAttachments(Attachment.reference(URI.create("https://example.org/" + name)))
        : message;
  }

  private void draw(Chat chat) {
    var drawing = chat.generateImage("d" + ++count).subscribe(image -> {}, failure -> {});
    if (random.oneIn(3)) {
      world.scheduler().schedule(random.delay(9_000), drawing::dispose);
    }
  }

  private void forget(LedgerClient client, String conversation) {
    if (random.oneIn(3)) {
      world.log().record(conversation, "is to be erased by " + client);
      erasures++;
      var unused =
          client
              .client()
              .forget(conversation)
              .doFinally(() -> erasures--)
              .subscribe(done -> {}, failure -> {});
    }
  }

  /** Sends a message that is answered in any case. */
  LedgerSend probe(LedgerClient client, String conversation) {
    String name = "q" + ++count;
    ChatOptions options = this.options.strict(name);
    LedgerSend send = sent(name, new LedgerSend(world, client, name, options), conversation);
    send.follow(client.client().chat(conversation).send(Message.user(name), options));
    return send;
  }
}
