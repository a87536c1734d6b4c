package dev.animus4j.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** An estimate of how much a request says; it stops counting where it is enough. */
final class RequestWeight {
  private static final int LARGE = 64 * 1024;
  private static final int DEEP = 64;
  private static final int LEAST = 8;

  private int left = LARGE;

  private RequestWeight() {}

  /** Whether reading all of it takes longer than an event loop has. */
  static boolean isLarge(ImageRequest request) {
    RequestWeight weight = new RequestWeight();
    weight.count(request.prompt(), 0);
    if (request.source() instanceof ImageRequest.Source.At at) {
      weight.count(at.address().toString(), 0);
    }
    request.assets().forEach(asset -> weight.count(asset.bytes(), 0));
    weight.count(request.extra(), 0);
    return weight.left <= 0;
  }

  private void count(Object value, int depth) {
    if (value instanceof CharSequence text) {
      take(text.length());
    } else if (value instanceof Buffer bytes) {
      take(bytes.length());
    } else if (value instanceof byte[] bytes) {
      take(bytes.length);
    } else if (value instanceof JsonNode node && node.isValueNode()) {
      take(node.asText().length());
    } else if (value instanceof Map<?, ?> map) {
      all(map.values(), depth);
      all(map.keySet(), depth);
    } else if (value instanceof Iterable<?> several) {
      all(several, depth);
    }
    take(LEAST);
  }

  private void all(Iterable<?> values, int depth) {
    if (depth > DEEP) {
      left = 0;
      return;
    }
    for (Object value : values) {
      if (left <= 0) {
        return;
      }
      count(value, depth + 1);
    }
  }

  private void take(int size) {
    left = size >= left ? 0 : left - size;
  }
}
