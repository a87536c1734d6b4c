package dev.animus4j.benchmarks.parts;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.Stamp;
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

/** An event on the bus, heard by nobody or at the address of its conversation, and as JSON. */
public class Publishing extends Part {
  private static final int MANY = 1_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final ChatEvents events = ChatEvents.on(vertx.eventBus());
  private final Semaphore received = new Semaphore(0);
  private final Buffer json = ChatEvents.json(event("c", 1));

  /** Begins to listen to one of the conversations. */
  @Setup
  public void listen() {
    loop.runOnContext(
        v -> {
          events.of("heard").on(ChatEvent.class, event -> received.release());
          received.release();
        });
    received.acquireUninterruptibly();
  }

  /** Closes all. */
  @TearDown
  public void close() {
    vertx.close().await();
  }

  /** Of a conversation that nobody listens to. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void unheard() {
    loop.runOnContext(v -> publish("unheard", () -> received.release(MANY)));
    received.acquireUninterruptibly(MANY);
  }

  /** Of the other one. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void heard() {
    loop.runOnContext(v -> publish("heard", () -> {}));
    received.acquireUninterruptibly(MANY);
  }

  /** As other nodes get it. */
  @Benchmark
  public Buffer write() {
    return ChatEvents.json(event("c", 1));
  }

  /** As it comes from other nodes. */
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
    return new MessageTokens(new Stamp(conversation, "exchange", sequence, Instant.EPOCH), "word");
  }
}
