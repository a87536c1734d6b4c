package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the flow itself allocates, without a provider's HTTP; the least of several rounds, so that
 * nothing counts that happens only once. The bounds are about twice what it takes.
 */
@ExtendWith(TestVertx.class)
class AllocationTest {
  private static final int ROUNDS = 30;
  private static final int WORDS = 1_000;

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  @Test
  void aSend() {
    assertThat(bytesOf(() -> world.send("hi", World.OPTIONS))).isBetween(1L, 30_000L);
  }

  @Test
  void aWordOfAStream() {
    ChatOptions streaming = World.OPTIONS.streaming(true);
    long bytes =
        bytesOf(
            () -> {
              world.answering(spoken());
              world.send("hi", streaming).assertComplete();
            });
    assertThat(bytes / WORDS).isBetween(1L, 3_500L);
  }

  private static Flowable<ChatPart> spoken() {
    return Flowable.range(0, WORDS)
        .<ChatPart>map(i -> new ChatPart.Words("word "))
        .concatWith(Flowable.just(ChatReply.of("all of them")));
  }

  private static long bytesOf(Runnable operation) {
    return LongStream.range(0, ROUNDS).map(round -> once(operation)).min().orElseThrow();
  }

  /** All of it happens on this thread: time is virtual. */
  private static long once(Runnable operation) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    operation.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
