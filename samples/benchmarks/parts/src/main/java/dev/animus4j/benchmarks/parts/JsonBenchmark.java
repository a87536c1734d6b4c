package dev.animus4j.benchmarks.parts;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;

/** JSON of the size of a request with ten messages, and of a response of 600 characters. */
public class JsonBenchmark extends PartBenchmark {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("provider");
  private static final String TEXT = "A golden sunset over the ocean, calm and bright. ".repeat(12);

  private final JsonRequest jsonRequest =
      new JsonRequest(
          "vivian-llama3.1-70b-1.0-fp8",
          Collections.nCopies(10, new JsonMessage("user", TEXT.substring(0, 80))),
          false);
  private final Buffer answer =
      Json.write(
          new JsonResponse(
              "chatcmpl-9f1b2c3d4e5f60718293a4b5c6d7e8f9",
              1_763_600_000,
              List.of(new Choice(0, new JsonMessage("assistant", TEXT), "stop"))));

  /** A message. */
  public record JsonMessage(String role, String content) {}

  /** A request. */
  public record JsonRequest(String model, List<JsonMessage> messages, boolean stream) {}

  /** A choice of the response. */
  public record Choice(int index, JsonMessage message, @Nullable String finishReason) {}

  /** A response. */
  public record JsonResponse(String id, long created, List<Choice> choices) {}

  /** Encodes the request. */
  @Benchmark
  public Buffer write() {
    return Json.write(jsonRequest);
  }

  /** Decodes the response. */
  @Benchmark
  public JsonResponse read() {
    return Json.read(answer, JsonResponse.class, ORIGIN);
  }
}
