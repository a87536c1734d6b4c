package dev.animus4j.chat.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that came whole, read without making a tree of it. Most answers say no more than is
 * found here; whatever else one might say, it is left to {@link Completion}, which then reads all
 * of it.
 */
final class PlainAnswer {
  private static final long NONE = Long.MIN_VALUE;

  private final Tokens json;
  private String id = "";
  private String model = "";
  private String finishReason = "";
  private @Nullable String content;
  private @Nullable Usage usage;

  private PlainAnswer(Tokens json) {
    this.json = json;
  }

  /** The answer; null when it says anything besides, or is not what one would expect. */
  static @Nullable PlainAnswer of(Buffer answer) {
    try (JsonParser json = Json.parser(answer)) {
      PlainAnswer plain = new PlainAnswer(new Tokens(json));
      boolean whole = plain.json.isNext(JsonToken.START_OBJECT) && plain.isPlain();
      return whole && plain.content != null && json.nextToken() == null ? plain : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  String id() {
    return id;
  }

  String model() {
    return model;
  }

  String finishReason() {
    return finishReason;
  }

  String content() {
    return content == null ? "" : content;
  }

  @Nullable Usage usage() {
    return usage;
  }

  private boolean isPlain() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "choices" -> oneChoice();
            case "id" -> isId();
            case "model" -> isModel();
            case "usage" -> isUsage();
            case "object" -> json.isTextUnlike("error");
            case "error", "x_groq", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  private boolean isId() throws IOException {
    boolean text = json.isNext(JsonToken.VALUE_STRING);
    id = text ? json.text() : "";
    return text;
  }

  private boolean isModel() throws IOException {
    boolean text = json.isNext(JsonToken.VALUE_STRING);
    model = text ? json.text() : "";
    return text;
  }

  private boolean oneChoice() throws IOException {
    return content == null
        && json.isNext(JsonToken.START_ARRAY)
        && json.isNext(JsonToken.START_OBJECT)
        && isPlainChoice()
        && json.isNext(JsonToken.END_ARRAY);
  }

  private boolean isPlainChoice() throws IOException {
    boolean plain = true;
    while (plain && json.isField()) {
      plain =
          switch (json.name()) {
            case "index" -> json.isZero();
            case "message" -> isOnlyMessage();
            case "finish_reason" -> isPlainReason();
            case "delta", "error", "compliance_violations" -> json.isNull();
            default -> json.passed();
          };
    }
    return plain;
  }

  /** The text of one that tells of an error is not read. */
  private boolean isPlainReason() throws IOException {
    boolean text = json.isTextUnlike("error");
    finishReason = text ? json.text() : "";
    return text;
  }

  private boolean isOnlyMessage() throws IOException {
    boolean first = content == null;
    content = json.onlyContent();
    return first && content != null;
  }

  private boolean isUsage() throws IOException {
    long prompt = 0;
    long completion = 0;
    long total = NONE;
    boolean object = json.isNext(JsonToken.START_OBJECT);
    while (object && json.isField()) {
      switch (json.name()) {
        case "prompt_tokens" -> prompt = json.count();
        case "completion_tokens" -> completion = json.count();
        case "total_tokens" -> total = json.count();
        default -> json.passed();
      }
    }
    usage = new Usage(prompt, completion, total == NONE ? prompt + completion : total);
    return object && prompt + completion > 0;
  }
}
