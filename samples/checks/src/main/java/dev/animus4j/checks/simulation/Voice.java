package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.StreamingChatModel;
import io.reactivex.rxjava3.core.Flowable;

/** A chat model that answers anything, at any time, in any way; when calm, just "fine". */
final class Voice implements StreamingChatModel {
  private final World world;
  private final Chance chance;
  private final Words words;
  private final Faults faults;
  private final boolean deaf;
  private boolean calm;

  Voice(World world) {
    this.world = world;
    this.chance = world.chance();
    this.words = new Words(chance);
    this.faults = new Faults(chance);
    this.deaf = chance.once(5);
  }

  void calmDown() {
    calm = true;
  }

  @Override
  public Flowable<ChatPart> stream(ChatRequest request) {
    if (!calm && chance.once(60)) {
      throw new Faults.Meant("no stream at all");
    }
    world
        .mishaps()
        .perhaps("a model behind decorators", 150, world.register().send(request.model()));
    return Flowable.defer(() -> answer(request).by(world.timers()));
  }

  private Performance<ChatPart> answer(ChatRequest request) {
    Performance<ChatPart> answer = new Performance<>();
    if (calm) {
      return answer.tell(0, ChatReply.of("fine")).complete(0);
    }
    boolean streams = streams(request);
    if (deaf && !streams && chance.once(5)) {
      answer.deaf();
    }
    ChatReply reply = words.reply(String.valueOf(request.model()));
    if (!chance.percent(12)) {
      speak(answer, reply, streams);
      Throwable mishap = world.mishaps().next("an answer", 60);
      return mishap == null ? end(answer, reply) : crash(answer, mishap, request);
    }
    return chance.once(6) ? answer : fail(answer, reply, streams);
  }

  /** Whoever speaks dies of it; if it is not at once, nobody is told. */
  private Performance<ChatPart> crash(
      Performance<ChatPart> answer, Throwable mishap, ChatRequest request) {
    Send send = world.register().send(request.model());
    return answer.act(
        pause(),
        () -> {
          if (send != null) {
            send.strike();
          }
          throw Mishaps.<RuntimeException>disguised(mishap);
        });
  }

  /** Some cannot do otherwise. */
  private boolean streams(ChatRequest request) {
    Boolean asked = request.streaming();
    boolean any = asked == null || chance.once(15);
    return any ? chance.once(2) : asked;
  }

  private void speak(Performance<ChatPart> answer, ChatReply reply, boolean streams) {
    if (streams) {
      String text = chance.once(20) ? reply.content() + " or not" : reply.content();
      words.pieces(text).forEach(w -> answer.tell(pause(), new ChatPart.Words(w)));
    }
  }

  private Performance<ChatPart> fail(
      Performance<ChatPart> answer, ChatReply reply, boolean streams) {
    if (chance.once(2)) {
      speak(answer, reply, streams);
    }
    long after = chance.delay(40_000);
    return chance.once(8) ? answer.complete(after) : answer.fail(after, faults.any());
  }

  /** Nearly always as agreed: the reply, and nothing after it. */
  private Performance<ChatPart> end(Performance<ChatPart> answer, ChatReply reply) {
    answer.tell(chance.delay(40_000), reply);
    return switch (chance.upTo(40)) {
      case 0 -> answer.tell(pause(), words.reply("other")).complete(pause());
      case 1 -> answer.tell(pause(), new ChatPart.Words("P.S.")).complete(pause());
      case 2 -> answer.fail(pause(), faults.any());
      case 3 -> answer;
      default -> answer.complete(pause());
    };
  }

  private long pause() {
    return chance.percent(85) ? 0 : chance.upTo(chance.once(20) ? 20_000 : 400);
  }
}
