package dev.animus4j.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;

/** Estimates the size of a request; stops counting when the limit is reached. */
final class RequestSizeEstimate {
  private static final int LARGE = 64 * 1024;
  private static final int DEEP = 64;
  private static final int LEAST = 8;

  private int remaining = LARGE;

  private RequestSizeEstimate() {}

  /** Whether hashing the request would block an event loop for too long. */
  static boolean isLarge(ImageRequest request) {
    RequestSizeEstimate size = new RequestSizeEstimate();
    size.count(request.prompt(), 0);
    size.count(Objects.requireNonNullElse(request.options().negativePrompt(), ""), 0);
    if (request.source() instanceof ImageRequest.Source.At at) {
      size.count(at.address().toString(), 0);
    }
    request.referenceImages().forEach(reference -> size.count(reference.bytes(), 0));
    size.count(request.extra(), 0);
    return size.remaining <= 0;
  }

  private void count(Object value, int depth) {
    if (value instanceof CharSequence text) {
      subtract(text.length());
    } else if (value instanceof Buffer bytes) {
      subtract(bytes.length());
    } else if (value instanceof byte[] bytes) {
      subtract(bytes.length);
    } else if (value instanceof JsonNode node && node.isValueNode()) {
      subtract(node.asText().length());
    } else if (value instanceof Map<?, ?> map) {
      countAll(map.values(), depth);
      countAll(map.keySet(), depth);
    } else if (value instanceof Iterable<?> several) {
      countAll(several, depth);
    }
    subtract(LEAST);
  }

  private void countAll(Iterable<?> values, int depth) {
    if (depth > DEEP) {
      remaining = 0;
      return;
    }
    for (Object value : values) {
      if (remaining <= 0) {
        return;
      }
      count(value, depth + 1);
    }
  }

  private void subtract(int size) {
    remaining = size >= remaining ? 0 : remaining - size;
  }
}
