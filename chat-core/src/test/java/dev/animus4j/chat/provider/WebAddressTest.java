package dev.animus4j.chat.provider;

import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users show is sent to nobody unless it is on the web, or read from the store. */
@VertxTest
class WebAddressTest {
  private static List<ChatModel> models(Vertx vertx) {
    Http http = Http.create(vertx);
    Credentials key = Credentials.key("secret-key");
    String nobody = "http://127.0.0.1:1";
    return List.of(
        OpenAiCompatibleChat.create(http, OpenAiCompatibleChat.endpoint(nobody, key), "any"),
        AnimusChat.create(http, AnimusChat.endpoint(key).withBaseUrl(nobody), "any")
            .withVision("v"),
        GeminiChat.create(http, GeminiChat.endpoint(key).withBaseUrl(nobody), "any"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "jar:file:///app.jar!/application.yml",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "data:image/png;base64,AAAA",
        "mem:image_a.png",
        "gs://bucket/a.png",
        "http:a.png",
        "a.png"
      })
  void anyOtherIsRefusedInWords(String address, Vertx vertx) {
    Message shown = Message.user("look").withAttachments(Attachment.reference(URI.create(address)));
    ChatRequest request = ChatRequest.of(shown).withModel("m");
    for (ChatModel model : models(vertx)) {
      for (ChatModel any : List.of(model, model.withAttachments(ImageStore.inMemory(1000)))) {
        any.reply(request)
            .test()
            .awaitDone(30, TimeUnit.SECONDS)
            .assertError(
                failure ->
                    failure instanceof InvalidRequest && !failure.getMessage().contains(address));
      }
    }
  }
}
