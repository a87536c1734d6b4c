package dev.animus4j.chat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.http.sse.ServerSentEvents;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What it takes to get the words out of a stream, for each chunk: the least of several rounds. */
class ChunkAllocationTest {
  private static final int ROUNDS = 20;
  private static final int CHUNKS = 200;
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-9f1b2c3d4e5f\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1763600000,\"model\":\"any\",\"system_fingerprint\":\"fp_44709d6fcb\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ocean\"},\"logprobs\":null,"
          + "\"finish_reason\":null}]}\n\n";

  private final ChainedChunkParser plain = new ChainedChunkParser(name -> true);
  private final ServerSentEvents events = new ServerSentEvents(FailureOrigin.of("test"), 1 << 20);
  private final Buffer bytes = Buffer.buffer(CHUNK.repeat(CHUNKS));

  @Test
  void aChunk() {
    long least = LongStream.range(0, ROUNDS).map(round -> once()).min().orElseThrow();
    assertThat(least / CHUNKS).isBetween((long) CHUNK.length(), 1_000L);
  }

  private long once() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long words = events.feed(bytes).stream().filter(this::isOcean).count();
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(words).isEqualTo(CHUNKS);
    return taken;
  }

  private boolean isOcean(ServerSentEvent chunk) {
    return " ocean".equals(plain.parse(chunk.data(), 0, chunk.data().length));
  }
}
