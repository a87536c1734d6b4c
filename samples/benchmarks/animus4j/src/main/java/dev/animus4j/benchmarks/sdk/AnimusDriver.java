package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Driver;
import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.benchmarks.Target;
import dev.animus4j.benchmarks.Work;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;

/** Through the SDK's API; what is sent is heard on the event bus, as an application would. */
public final class AnimusDriver implements Driver {

  @Override
  public Op of(Work work, Target provider) {
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(Setup.client(provider, false));
      case SEND -> send(Setup.client(provider, false));
      case STREAM -> stream(Setup.client(provider, true));
      case PICTURE -> new Pictures(provider);
      case EVENT -> Events.heard();
      case UNHEARD_EVENT -> Events.unheard();
      case IDLE -> new IdleConversations(provider);
      case HISTORY -> LongHistory.of(provider);
    };
  }

  private static Op.Async completion(AnimusClient client) {
    Chat chat = client.chat();
    return (slot, done) -> {
      var unused =
          chat.completions(ChatRequest.of(Message.system(Sample.SYSTEM), Message.user(Sample.USER)))
              .map(reply -> Sample.text(reply.content()))
              .subscribe(done::ok, done::fail);
    };
  }

  private static Op.Async send(AnimusClient client) {
    Turns turns = new Turns();
    client.events().on(ChatEvent.class, turns::hear);
    return (slot, done) -> turns.begin(client.chat("c" + slot), done);
  }

  private static Op.Async stream(AnimusClient client) {
    Turns turns = new Turns();
    client.events().on(ChatEvent.class, turns::hear);
    return (slot, done) -> turns.begin(client.chat("c" + slot), done);
  }
}
