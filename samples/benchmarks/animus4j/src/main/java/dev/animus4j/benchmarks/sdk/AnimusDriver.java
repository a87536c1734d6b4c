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

/**
 * Driver of the SDK's API; sends receive their events on the event bus, as an application would.
 */
public final class AnimusDriver implements Driver {

  @Override
  public Op of(Work work, Target provider) {
    return switch (work) {
      case COMPLETION, IN_FLIGHT, START -> completion(ClientSetup.client(provider, false));
      case SEND -> send(ClientSetup.client(provider, false));
      case STREAM -> stream(ClientSetup.client(provider, true));
      case PICTURE -> new ImageFileOp(provider);
      case EVENT -> EventOps.receivedEvents();
      case UNHEARD_EVENT -> EventOps.unreceivedEvents();
      case IDLE -> new IdleConversations(provider);
      case HISTORY -> LongHistory.of(provider);
    };
  }

  private static Op.Async completion(AnimusClient client) {
    Chat chat = client.chat();
    return (slot, done) -> {
      var unused =
          chat.completions(ChatRequest.of(Message.system(Sample.SYSTEM), Message.user(Sample.USER)))
              .map(response -> Sample.text(response.content()))
              .subscribe(done::ok, done::fail);
    };
  }

  private static Op.Async send(AnimusClient client) {
    BusRoundTrips busRoundTrips = new BusRoundTrips();
    client.events().subscribe(ChatEvent.class, busRoundTrips::onEvent);
    return (slot, done) -> busRoundTrips.send(client.chat("c" + slot), done);
  }

  private static Op.Async stream(AnimusClient client) {
    BusRoundTrips busRoundTrips = new BusRoundTrips();
    client.events().subscribe(ChatEvent.class, busRoundTrips::onEvent);
    return (slot, done) -> busRoundTrips.send(client.chat("c" + slot), done);
  }
}
