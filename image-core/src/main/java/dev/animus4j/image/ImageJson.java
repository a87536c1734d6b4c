package dev.animus4j.image;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON of an {@link Image}, as in the JSON of events: for stores that keep its metadata. */
public final class ImageJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ImageJson() {}

  /** The JSON of an image in UTF-8, without its bytes. */
  public static Buffer toJson(Image image) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(image));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Parses the JSON of {@link #toJson}. Unknown fields are ignored.
   *
   * @throws AnimusException.Protocol if the JSON is not an image, or lacks required fields
   */
  public static Image parse(Buffer json) {
    return read(json)
        .filter(ImageJson::isComplete)
        .orElseThrow(
            () ->
                new AnimusException.Protocol(
                    FailureOrigin.of("image store"), "this is not the JSON of an image", null));
  }

  private static Optional<Image> read(Buffer json) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json.getBytes(), Image.class));
    } catch (IOException | RuntimeException notAnImage) {
      return Optional.empty();
    }
  }

  private static boolean isComplete(Image image) {
    Image.Generation generation = image.generation();
    return hasAll(image.location(), image.format(), image.prompt(), generation, image.lineage())
        && hasAll(image.format().mediaType(), generation.provider(), generation.model())
        && hasAll(generation.id(), generation.inferenceTime());
  }

  private static boolean hasAll(@Nullable Object... fields) {
    return Stream.of(fields).allMatch(Objects::nonNull);
  }
}
