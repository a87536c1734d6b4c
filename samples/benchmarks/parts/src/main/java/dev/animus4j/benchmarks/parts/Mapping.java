package dev.animus4j.benchmarks.parts;

import dev.animus4j.failure.Origin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** JSON of the size of a request with ten messages, and of an answer of 600 characters. */
public class Mapping extends Part {
  private static final Origin ORIGIN = Origin.of("provider");
  private static final String TEXT = "A golden sunset over the ocean, calm and bright. ".repeat(12);

  private final Question question =
      new Question(
          "vivian-llama3.1-70b-1.0-fp8",
          Collections.nCopies(10, new Line("user", TEXT.substring(0, 80))),
          false);
  private final Buffer answer =
      Json.write(
          new Answer(
              "chatcmpl-9f1b2c3d4e5f60718293a4b5c6d7e8f9",
              1_763_600_000,
              List.of(new Choice(0, new Line("assistant", TEXT), "stop"))));

  /** A message. */
  public record Line(String role, String content) {}

  /** A request. */
  public record Question(String model, List<Line> messages, boolean stream) {}

  /** One of the answers. */
  public record Choice(int index, Line message, @Nullable String finishReason) {}

  /** An answer. */
  public record Answer(String id, long created, List<Choice> choices) {}

  /** The request. */
  @Benchmark
  public Buffer write() {
    return Json.write(question);
  }

  /** The answer. */
  @Benchmark
  public Answer read() {
    return Json.read(answer, Answer.class, ORIGIN);
  }
}
