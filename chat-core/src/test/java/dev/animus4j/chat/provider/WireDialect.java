package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;

/** What a server says in each dialect. */
enum WireDialect {
  COMPATIBLE,
  ANIMUS,
  GEMINI;

  ChatModel model(String url, Http http) {
    return model(url, http, Timeouts.chat());
  }

  ChatModel model(String url, Http http, Timeouts timeouts) {
    Credentials key = Credentials.key("some-key-of-mine");
    Endpoint endpoint =
        switch (this) {
          case COMPATIBLE -> OpenAiCompatibleChat.endpoint(url, key);
          case ANIMUS -> AnimusChat.endpoint(key).withBaseUrl(url);
          case GEMINI -> GeminiChat.endpoint(key).withBaseUrl(url);
        };
    Endpoint limited = endpoint.withTimeouts(timeouts);
    return switch (this) {
      case COMPATIBLE -> OpenAiCompatibleChat.create(http, limited, "any");
      case ANIMUS -> AnimusChat.create(http, limited, "any");
      case GEMINI -> GeminiChat.create(http, limited, "any");
    };
  }

  /** A piece of text. */
  String word(String text) {
    return json(
        this == GEMINI
            ? "{'candidates':[{'content':{'role':'model','parts':[{'text':'%s'}]}}]}"
            : "{'choices':[{'index':0,'delta':{'content':'%s'},'finish_reason':null}]}",
        text);
  }

  /** A piece of reasoning. */
  String thought(String text) {
    return json(
        this == GEMINI
            ? "{'candidates':[{'content':{'parts':[{'thought':true,'text':'%s'}]}}]}"
            : "{'choices':[{'index':0,'delta':{'reasoning_content':'%s'}}]}",
        text);
  }

  /** The last piece of text, with the reason to finish. */
  String last(String text) {
    return json(
        this == GEMINI
            ? "{'candidates':[{'content':{'parts':[{'text':'%s'}]},'finishReason':'STOP'}]}"
            : "{'choices':[{'index':0,'delta':{'content':'%s'},'finish_reason':'stop'}]}",
        text);
  }

  /** A whole response. */
  String whole(String text) {
    return json(
        this == GEMINI
            ? "{'candidates':[{'content':{'parts':[{'text':'%s'}]},'finishReason':'STOP'}]}"
            : "{'choices':[{'index':0,'message':{'content':'%s'},'finish_reason':'stop'}]}",
        text);
  }

  /** An error that is of a server out of service in each dialect. */
  static String error() {
    return json("{'error':{'code':503,'message':'%s','status':'UNAVAILABLE'}}", "Oops");
  }

  static String event(String json) {
    return "data: " + json + "\n\n";
  }

  private static String json(String form, String text) {
    return form.formatted(text).replace('\'', '"');
  }
}
