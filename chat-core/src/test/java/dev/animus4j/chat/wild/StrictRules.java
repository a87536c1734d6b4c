package dev.animus4j.chat.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.WellFormedText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the strictest servers of each dialect demand of a conversation. */
final class StrictRules {
  private static final String NAME = "[a-zA-Z0-9_-]{1,64}";
  private static final String PORTABLE_ID = "[a-zA-Z0-9]{9}";

  private StrictRules() {}

  /**
   * OpenAI's dialect: roles take turns from the user on, each call has its result, ids are the
   * server's own, which begin with {@code ownIds}, or nine letters and digits.
   */
  static void openAi(JsonObject asked, String ownIds) {
    wellFormed(asked);
    String last = "system";
    List<String> awaited = new ArrayList<>();
    boolean first = true;
    for (Object each : asked.getJsonArray("messages")) {
      JsonObject message = (JsonObject) each;
      String role = message.getString("role");
      if (role.equals("system")) {
        assertThat(first).as("system message first").isTrue();
      } else if (role.equals("tool")) {
        assertThat(awaited.remove(message.getString("tool_call_id"))).as("awaited").isTrue();
      } else {
        assertThat(awaited).as("results before the next message").isEmpty();
        assertThat(role).as("role after " + last).isEqualTo(next(last));
        awaited.addAll(calls(message.getJsonArray("tool_calls"), ownIds));
      }
      assertThat(isEmpty(message)).as("empty " + role).isFalse();
      assertThat(message.getString("name", "x")).matches(NAME);
      last = role;
      first = false;
    }
    assertThat(last).as("the last role").isIn("user", "tool");
    assertThat(awaited).isEmpty();
  }

  private static String next(String last) {
    return last.equals("system") || last.equals("assistant") ? "user" : "assistant";
  }

  private static Set<String> calls(JsonArray calls, String ownIds) {
    Set<String> ids = new HashSet<>();
    for (Object each : calls == null ? new JsonArray() : calls) {
      JsonObject call = (JsonObject) each;
      String id = call.getString("id");
      assertThat(ids.add(id)).as("unique " + id).isTrue();
      boolean own = id.startsWith(ownIds);
      assertThat(own || id.matches(PORTABLE_ID)).as("id " + id).isTrue();
      assertThat(call.encode()).as("foreign state").doesNotContain("g-", "skip_");
      assertThat(call.getJsonObject("function").getString("name")).matches(NAME);
      new JsonObject(call.getJsonObject("function").getString("arguments"));
    }
    return ids;
  }

  private static boolean isEmpty(JsonObject message) {
    Object content = message.getValue("content");
    boolean blank = content == null || (content instanceof String text && text.isBlank());
    return blank && !message.containsKey("tool_calls") && !message.getString("role").equals("tool");
  }

  /** Gemini's: also each call's result directly after it, and a signature with the first call. */
  static void gemini(JsonObject asked) {
    wellFormed(asked);
    String last = "model";
    List<String> awaited = List.of();
    for (Object each : asked.getJsonArray("contents")) {
      JsonObject content = (JsonObject) each;
      assertThat(content.getString("role")).as("role after " + last).isNotEqualTo(last);
      List<String> called = new ArrayList<>();
      List<String> answered = new ArrayList<>();
      for (Object part : content.getJsonArray("parts")) {
        part((JsonObject) part, called, answered);
      }
      assertThat(answered).as("results").containsExactlyInAnyOrderElementsOf(awaited);
      awaited = called;
      last = content.getString("role");
    }
    assertThat(last).isEqualTo("user");
  }

  private static void part(JsonObject part, List<String> called, List<String> answered) {
    if (part.containsKey("functionCall")) {
      assertThat(!called.isEmpty() || part.containsKey("thoughtSignature")).as("signed").isTrue();
      assertThat(part.getString("thoughtSignature", "g-")).matches("g-.*|skip_thought.*");
      called.add(part.getJsonObject("functionCall").getString("name"));
      assertThat(part.getJsonObject("functionCall").getString("name")).matches(NAME);
      assertThat(part.getJsonObject("functionCall").getJsonObject("args")).isNotNull();
    } else if (part.containsKey("functionResponse")) {
      answered.add(part.getJsonObject("functionResponse").getString("name"));
    } else {
      boolean signed = part.containsKey("thoughtSignature");
      assertThat(signed || !part.getString("text", "x").isBlank()).as("text").isTrue();
    }
  }

  private static void wellFormed(Object json) {
    if (json instanceof String text) {
      assertThat(WellFormedText.of(text)).as("well-formed").isEqualTo(text);
    } else if (json instanceof JsonArray array) {
      array.forEach(StrictRules::wellFormed);
    } else if (json instanceof JsonObject object) {
      object.forEach(member -> wellFormed(member.getValue()));
    }
  }
}
