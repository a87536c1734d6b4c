package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.disposables.Disposable;

/** Whoever uses the client: writes, interrupts, listens, leaves, edits, closes. */
final class User {
  /** What the prompts of pictures begin with that no answer promised. */
  static final String ASIDE = "g";

  private final World world;
  private final Chance chance;
  private final Post post;
  private final int messages;
  private int drawn;

  User(World world, int messages) {
    this.world = world;
    this.chance = world.chance();
    this.post = new Post(world);
    this.messages = messages;
  }

  /** Does one thing after another, until all messages are sent. */
  void act() {
    world.guarded(this::actOnce);
    if (post.sent() < messages) {
      long pause =
          chance.percent(40) ? chance.upTo(2) : chance.upTo(chance.once(3) ? 40_000 : 3_000);
      world.timers().after(pause, this::act);
    }
  }

  private void actOnce() {
    Talk talk = world.talk("c" + chance.upTo(2));
    switch (chance.upTo(19)) {
      case 0, 1 -> interrupt(talk);
      case 2 -> draw(talk);
      case 3 -> edit(talk);
      case 4 -> post.listenLate(talk);
      case 5 -> askAside(talk);
      case 6 -> post.again(talk);
      case 7 -> post.sendOnce(talk);
      case 8 -> seldom(this::restart);
      default -> post.send(talk);
    }
  }

  /** Answered in any case, or it shows. */
  Send probe(Talk talk) {
    return post.probe(talk);
  }

  private void seldom(Runnable action) {
    if (chance.once(4)) {
      action.run();
    }
  }

  private Chat chat(Talk talk) {
    return world.animus().chat(talk.id());
  }

  private void interrupt(Talk talk) {
    note(talk, "interrupts");
    talk.stop();
    chat(talk).interrupt();
  }

  private void draw(Talk talk) {
    note(talk, "draws");
    world.asideBegun();
    Disposable drawing =
        chat(talk)
            .generateImage(ASIDE + ++drawn + " a dog")
            .doFinally(world::asideEnded)
            .subscribe(image -> {}, failure -> {});
    if (chance.once(3)) {
      world.timers().after(chance.delay(9_000), drawing::dispose);
    }
  }

  private void askAside(Talk talk) {
    world.asideBegun();
    Disposable answer =
        chat(talk).stream(ChatRequest.of(Message.user("aside")).model("aside"))
            .doFinally(world::asideEnded)
            .subscribe(part -> {}, failure -> {});
    world.timers().after(chance.delay(90_000), answer::dispose);
  }

  private void edit(Talk talk) {
    note(talk, "edits");
    int at = chance.upTo(5);
    var history = chat(talk).history();
    var unused =
        switch (chance.upTo(3)) {
          case 0 -> history.clear().subscribe();
          case 1 -> history.delete(at).subscribe();
          case 2 -> history.update(at, Message.assistant("edited")).subscribe();
          default -> history.update(at, Message.tool("k" + at + "_1", "edited")).subscribe();
        };
  }

  /** Closes the client at any time; once all is quiet, another one takes over. */
  private void restart() {
    if (world.isClosed()) {
      return;
    }
    world.closes();
    world.journal().note("world", "closes");
    world.talks().forEach(Talk::stop);
    world.asideBegun();
    var unused =
        world.animus().close().doFinally(world::asideEnded).subscribe(this::reopen, world::failed);
  }

  private void reopen() {
    world.timers().after(1 + chance.upTo(2_000), this::begin);
  }

  private void begin() {
    world.journal().note("world", "opens another client");
    if (world.isQuiet()) {
      world.restart();
    } else {
      reopen();
    }
  }

  private void note(Talk talk, Object what) {
    world.journal().note(talk.id(), what);
  }
}
