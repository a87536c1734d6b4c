package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the flow itself allocates, without a provider's HTTP; the least of several rounds, so that
 * nothing counts that happens only once. The bounds are about twice what it takes.
 */
@VertxTest
class AllocationTest {
  private static final int ROUNDS = 30;
  private static final int WORDS = 1_000;

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  @Test
  void aSend() {
    assertThat(bytesOf(() -> fixture.send("hi", ChatFixture.OPTIONS))).isBetween(1L, 30_000L);
  }

  @Test
  void aWordOfAStream() {
    ChatOptions streaming = ChatFixture.OPTIONS.withStreaming(true);
    long bytes =
        bytesOf(
            () -> {
              fixture.answering(spoken());
              fixture.send("hi", streaming).assertComplete();
            });
    assertThat(bytes / WORDS).isBetween(1L, 3_500L);
  }

  private static Flowable<ChatUpdate> spoken() {
    return Flowable.range(0, WORDS)
        .<ChatUpdate>map(i -> new ChatUpdate.TextDelta("word "))
        .concatWith(Flowable.just(ChatResponse.of("all of them")));
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
