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

/** JSON of OpenAI, as records. */
final class OpenAiJson {
  /** The limit of Jackson by default is less than an image of 16 MiB. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  static final JsonMapper JSON =
      JsonMapper.builder(FACTORY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  static final ObjectReader READ_ANSWER = JSON.readerFor(CompletionResponse.class);
  static final ObjectReader READ_CHUNK = JSON.readerFor(Chunk.class);
  static final ObjectReader READ_PICTURES = JSON.readerFor(ImageList.class);
  private static final ObjectWriter WRITE_QUESTION = JSON.writerFor(CompletionRequest.class);
  private static final ObjectWriter WRITE_ORDER = JSON.writerFor(ImageBody.class);

  private OpenAiJson() {}

  record ChatMessage(String role, @Nullable String content) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CompletionRequest(String model, List<ChatMessage> messages, @Nullable Boolean stream) {}

  record Usage(
      @JsonProperty("prompt_tokens") int prompt,
      @JsonProperty("completion_tokens") int completion,
      @JsonProperty("total_tokens") int total) {}

  record Choice(
      int index, ChatMessage message, @JsonProperty("finish_reason") @Nullable String finish) {}

  record CompletionResponse(
      String id, String model, long created, List<Choice> choices, Usage usage) {}

  record Delta(@Nullable String role, @Nullable String content) {}

  record ChunkChoice(
      int index, Delta delta, @JsonProperty("finish_reason") @Nullable String finish) {}

  record Chunk(String id, List<ChunkChoice> choices) {}

  record ImageBody(
      String model, String prompt, String size, @JsonProperty("response_format") String format) {}

  record ImageData(@JsonProperty("b64_json") String base64) {}

  record ImageList(long created, List<ImageData> data) {}

  static List<ChatMessage> first() {
    return List.of(new ChatMessage("system", Sample.SYSTEM), new ChatMessage("user", Sample.USER));
  }

  static Buffer question(List<ChatMessage> messages, @Nullable Boolean stream) throws IOException {
    CompletionRequest completionRequest = new CompletionRequest(Sample.MODEL, messages, stream);
    return Buffer.buffer(WRITE_QUESTION.writeValueAsBytes(completionRequest));
  }

  static Buffer order() throws IOException {
    ImageBody imageBody = new ImageBody("flux-schnell", Sample.PICTURE, "1024x1024", "b64_json");
    return Buffer.buffer(WRITE_ORDER.writeValueAsBytes(imageBody));
  }
}
