package dev.animus4j.benchmarks.vertx;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.animus4j.benchmarks.Sample;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of OpenAI, as records. */
final class Wire {
  /** Jackson's own limit is less than a picture of 16 MiB. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  static final JsonMapper JSON =
      JsonMapper.builder(FACTORY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  static final ObjectReader READ_ANSWER = JSON.readerFor(Answer.class);
  static final ObjectReader READ_CHUNK = JSON.readerFor(Chunk.class);
  static final ObjectReader READ_PICTURES = JSON.readerFor(Pictures.class);
  private static final ObjectWriter WRITE_QUESTION = JSON.writerFor(Question.class);
  private static final ObjectWriter WRITE_ORDER = JSON.writerFor(Order.class);

  private Wire() {}

  record Line(String role, @Nullable String content) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Question(String model, List<Line> messages, @Nullable Boolean stream) {}

  record Usage(
      @JsonProperty("prompt_tokens") int prompt,
      @JsonProperty("completion_tokens") int completion,
      @JsonProperty("total_tokens") int total) {}

  record Choice(int index, Line message, @JsonProperty("finish_reason") @Nullable String finish) {}

  record Answer(String id, String model, long created, List<Choice> choices, Usage usage) {}

  record Delta(@Nullable String role, @Nullable String content) {}

  record Piece(int index, Delta delta, @JsonProperty("finish_reason") @Nullable String finish) {}

  record Chunk(String id, List<Piece> choices) {}

  record Order(
      String model, String prompt, String size, @JsonProperty("response_format") String format) {}

  record Picture(@JsonProperty("b64_json") String base64) {}

  record Pictures(long created, List<Picture> data) {}

  static List<Line> first() {
    return List.of(new Line("system", Sample.SYSTEM), new Line("user", Sample.USER));
  }

  static Buffer question(List<Line> messages, @Nullable Boolean stream) throws IOException {
    Question question = new Question(Sample.MODEL, messages, stream);
    return Buffer.buffer(WRITE_QUESTION.writeValueAsBytes(question));
  }

  static Buffer order() throws IOException {
    Order order = new Order("flux-schnell", Sample.PICTURE, "1024x1024", "b64_json");
    return Buffer.buffer(WRITE_ORDER.writeValueAsBytes(order));
  }
}
