package dev.animus4j.chat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Extra fields of a complete response, whose JSON is made a tree only when they are asked for. */
final class LazyExtraFields extends AbstractMap<String, JsonNode> {
  private final Buffer body;
  private final FailureOrigin origin;
  private volatile @Nullable Map<String, JsonNode> fields;

  LazyExtraFields(Buffer body, FailureOrigin origin) {
    this.body = body;
    this.origin = origin;
  }

  @Override
  public Set<Entry<String, JsonNode>> entrySet() {
    Map<String, JsonNode> known = fields;
    if (known == null) {
      ExtraFields extra = new ExtraFields();
      extra.add(CompletionView.of(Json.read(body, JsonNode.class, origin)));
      known = extra.toMap();
      fields = known;
    }
    return known.entrySet();
  }
}
