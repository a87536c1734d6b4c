package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;

/** Whoever uses the client: writes, interrupts, listens, leaves, edits, closes. */
final class User {
  private final World world;
  private final Chance chance;
  private final Post post;
  private final int messages;

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
    Talk talk = chance.any(world.register().talks());
    switch (chance.upTo(23)) {
      case 0, 1 -> interrupt(talk);
      case 2 -> world.studio().draw(talk);
      case 3 -> edit(talk);
      case 4 -> post.listenLate(talk);
      case 5 -> askAside(talk);
      case 6, 7 -> post.again(talk);
      case 8 -> post.sendOnce(talk);
      case 9 -> seldom(() -> world.clients().close());
      case 10, 11 -> trouble(talk);
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

  private void trouble(Talk talk) {
    if (world.has(Trouble.LOST_PICTURES) && chance.once(3)) {
      world.stores().album().lose();
    }
    if (world.has(Trouble.BUS_LISTENERS)) {
      world.followers().come(talk);
    }
  }

  private Chat chat(Talk talk) {
    return world.clients().now().chat(talk.id());
  }

  private void interrupt(Talk talk) {
    note(talk, "interrupts");
    talk.stop();
    chat(talk).interrupt();
  }

  /** Leaves at any time; in the middle of the answer, or while nothing is said. */
  private void askAside(Talk talk) {
    ChatRequest request = ChatRequest.of(Message.user("aside")).model("aside");
    Flowable<ChatPart> answer =
        chance.once(3)
            ? chat(talk).completions(request).<ChatPart>map(reply -> reply).toFlowable()
            : chat(talk).stream(request);
    Inquiry inquiry = new Inquiry(world, chance.once(3) ? 1 + chance.upTo(3) : Integer.MAX_VALUE);
    world.asideBegun();
    Flowable<ChatPart> ended = answer.doFinally(world::asideEnded);
    world.clients().call(() -> ended.subscribe(inquiry));
    world.timers().after(chance.delay(90_000), inquiry::leave);
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

  private void note(Talk talk, Object what) {
    world.journal().note(talk.id(), what);
  }
}
