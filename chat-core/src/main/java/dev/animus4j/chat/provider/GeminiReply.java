package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.gemini.Generated;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts an answer together from its events, or from its one piece. */
final class GeminiReply {
  private static final Set<String> WELL = Set.of("STOP", "MAX_TOKENS");

  private final Origin origin;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<ToolCall> calls = new ArrayList<>();
  private boolean drew;
  private @Nullable Generated last;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Usage usage;

  GeminiReply(Origin origin) {
    this.origin = origin;
  }

  /** Takes the next event; gives the words in it, if any. */
  Flowable<ChatPart> take(Generated event) {
    int before = content.length();
    event.parts().forEach(this::take);
    last = event.finishReason() == null ? last : event;
    id = event.id() == null ? id : event.id();
    model = event.model() == null ? model : event.model();
    Generated.Count count = event.count();
    usage = count == null ? usage : new Usage(count.input(), count.output(), count.total());
    return content.length() == before
        ? Flowable.empty()
        : Flowable.just(new ChatPart.Words(content.substring(before)));
  }

  /** Whether the provider has said why it ended. */
  boolean isOver() {
    return last != null;
  }

  /** Takes an answer that came whole. */
  ChatReply whole(Generated answer) {
    var unused = take(answer);
    last = answer;
    return end();
  }

  /** Takes the end. */
  ChatReply end() {
    if (last == null) {
      throw new AnimusException.Protocol(origin, "the stream was cut short", null);
    }
    String reason = String.valueOf(last.finishReason());
    boolean nothing = content.isEmpty() && calls.isEmpty() && !drew;
    if (nothing && !WELL.contains(reason)) {
      throw last.nothing("");
    }
    return new ChatReply(
        content.toString(),
        reasoning.isEmpty() ? null : reasoning.toString(),
        List.of(),
        false,
        null,
        calls,
        List.of(),
        new Account(id, model, finish(reason), usage));
  }

  private void take(JsonNode part) {
    String text = part.path("text").asText();
    if (Generated.isThought(part)) {
      reasoning.append(text);
    } else if (part.has("functionCall")) {
      calls.add(call(part, part.path("functionCall")));
    } else {
      drew = drew || part.has("inlineData") || part.has("inline_data");
      content.append(text);
    }
  }

  private static ToolCall call(JsonNode part, JsonNode call) {
    String signature = part.path("thoughtSignature").asText();
    CallId id = CallId.issued(call.path("id").asText(), signature);
    String arguments = call.path("args").isObject() ? call.path("args").toString() : "{}";
    return new ToolCall(id.kept(), call.path("name").asText(), arguments);
  }

  private String finish(String reason) {
    return switch (reason) {
      case "STOP" -> calls.isEmpty() ? "stop" : "tool_calls";
      case "MAX_TOKENS" -> "length";
      default -> reason.toLowerCase(Locale.ROOT);
    };
  }
}
