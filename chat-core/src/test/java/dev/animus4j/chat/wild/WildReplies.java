package dev.animus4j.chat.wild;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Answers of real servers by name: a status of its own and a body, or the body of a 200. */
final class WildReplies {
  static final Map<String, String> COMPATIBLE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("text", whole("'content':'Well.'", "stop")),
              Map.entry("half", whole("'content':'A fox \\ud83e'", "stop")),
              Map.entry("calls", calls("look", "a:1", "{}")),
              Map.entry("prefixed call", calls("functions.look:0", "a:1", "{}")),
              Map.entry("unknown call", calls("walk the dog!", "a:1", "{}")),
              Map.entry("same id twice", calls("look", "a:0", "{}")),
              Map.entry("no id", calls("look", "", "{}")),
              Map.entry("no arguments", calls("look", "a:1", "no json")),
              Map.entry("out of service", "503{}"),
              Map.entry("filter", "400{'error':{'message':'No.','code':'content_filter'}}"),
              Map.entry("long", "400{'error':{'message':'x','code':'context_length_exceeded'}}"),
              Map.entry("image", "400{'error':{'message':'No.','code':'invalid_image_url'}}"),
              Map.entry("cut", "data: {'choices':[{'index':0,'delta':{'content':'Onc'}}]}\n\n")));

  static final Map<String, String> GEMINI =
      new TreeMap<>(
          Map.of(
              "text", parts("{'text':'Sure.'}"),
              "signed text", parts("{'text':'Sure.'},{'text':'','thoughtSignature':'g-1'}"),
              "signed call",
                  parts("{'functionCall':{'name':'look','args':{}},'thoughtSignature':'g-2'}"),
              "calls",
                  parts(
                      "{'text':'I look.'},{'functionCall':{'name':'look','args':{},'id':'f~1'},'thoughtSignature':'g-3'},"
                          + "{'functionCall':{'name':'default_api.look','args':{},'id':'f~2'}}"),
              "safety", "{'candidates':[{'finishReason':'SAFETY'}]}",
              "out of service", "503{}"));

  private WildReplies() {}

  static StrictServer.Reply of(String name, JsonObject asked) {
    return asked.containsKey("contents") ? gemini(name) : reply(COMPATIBLE.get(name));
  }

  static StrictServer.Reply gemini(String name) {
    return reply(GEMINI.get(name));
  }

  private static StrictServer.Reply reply(String text) {
    String reply = text.replace('\'', '"');
    return Character.isDigit(reply.charAt(0))
        ? new StrictServer.Reply(Integer.parseInt(reply.substring(0, 3)), reply.substring(3))
        : new StrictServer.Reply(200, reply);
  }

  private static String whole(String message, String reason) {
    return "{'choices':[{'index':0,'message':{'role':'assistant',"
        + message
        + "},'finish_reason':'"
        + reason
        + "'}]}";
  }

  /** Two calls, the second of a numbered id; both signed. */
  private static String calls(String name, String id, String arguments) {
    String function = "'function':{'name':'" + name + "','arguments':'" + arguments + "'}";
    String signed = ",'type':'function','extra_content':{'google':{'thought_signature':'S'}},";
    String first = "{'id':'" + id + "'" + signed + function + "}";
    String second = "{'id':'a:0'" + signed + function + "}";
    return whole("'content':null,'tool_calls':[" + first + "," + second + "]", "tool_calls");
  }

  private static String parts(String parts) {
    return "{'candidates':[{'content':{'role':'model','parts':["
        + parts
        + "]},'finishReason':'STOP'}]}";
  }
}
