package dev.animus4j.benchmarks.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.http.sse.ServerSentEvents;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Parses the events of a stream, sixteen in a read. */
public class SseBenchmark extends PartBenchmark {
  private static final int TOGETHER = 16;
  private static final String EVENT =
      "data: {\"id\":\"chatcmpl-9f1b2c3d4e5f60718293a4b5c6d7e8f9\",\"created\":1763600000,"
          + "\"model\":\"vivian-llama3.1-70b-1.0-fp8\",\"choices\":[{\"index\":0,"
          + "\"delta\":{\"content\":\" ocean\"},\"finish_reason\":null}]}\n\n";

  private final Buffer read = Buffer.buffer(EVENT.repeat(TOGETHER).getBytes(UTF_8));
  private final ServerSentEvents stream =
      new ServerSentEvents(FailureOrigin.of("provider"), 1 << 20);

  /** Parses those of one read. */
  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public List<ServerSentEvent> parse() {
    return stream.feed(read);
  }
}
