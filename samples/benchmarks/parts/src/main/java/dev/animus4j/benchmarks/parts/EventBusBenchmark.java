package dev.animus4j.benchmarks.parts;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Publishes an event on the bus, with no subscriber or with one at its conversation's address, and
 * converts it to JSON.
 */
public class EventBusBenchmark extends PartBenchmark {
  private static final int MANY = 1_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final ChatEvents events = ChatEvents.of(vertx.eventBus());
  private final Semaphore received = new Semaphore(0);
  private final Buffer json = ChatEvents.toJson(event("c", 1));

  /** Subscribes to one of the conversations. */
  @Setup
  public void listen() {
    loop.runOnContext(
        v -> {
          events.conversation("heard").subscribe(ChatEvent.class, event -> received.release());
          received.release();
        });
    received.acquireUninterruptibly();
  }

  /** Closes everything. */
  @TearDown
  public void close() {
    vertx.close().await();
  }

  /** Publishes an event of a conversation without subscribers. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void publishUnreceived() {
    loop.runOnContext(v -> publish("unheard", () -> received.release(MANY)));
    received.acquireUninterruptibly(MANY);
  }

  /** Publishes an event of the conversation with a subscriber. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void publishReceived() {
    loop.runOnContext(v -> publish("heard", () -> {}));
    received.acquireUninterruptibly(MANY);
  }

  /** Encodes an event for other nodes. */
  @Benchmark
  public Buffer write() {
    return ChatEvents.toJson(event("c", 1));
  }

  /** Decodes an event from another node. */
  @Benchmark
  public ChatEvent read() {
    return ChatEvents.parse(json);
  }

  private void publish(String conversation, Runnable end) {
    for (int i = 1; i <= MANY; i++) {
      events.publish(event(conversation, i));
    }
    end.run();
  }

  private static ChatEvent event(String conversation, int sequence) {
    return new MessageTokens(
        new EventStamp(conversation, "exchange", sequence, Instant.EPOCH), "word");
  }
}
