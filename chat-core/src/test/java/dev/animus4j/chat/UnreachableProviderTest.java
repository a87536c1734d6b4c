package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages to providers that cannot be reached, or break off while they speak. */
@VertxTest
class UnreachableProviderTest {
  private static List<ChatEvent> said(Vertx vertx, String url, ChatOptions options) {
    Http http = Http.create(vertx);
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(
                AnimusChat.create(
                    http, AnimusChat.endpoint(Credentials.key("any")).withBaseUrl(url), "any"))
            .options(options)
            .onClose(http::closeAsync)
            .build();
    List<ChatEvent> events =
        client.chat().send("hi").toList().timeout(30, TimeUnit.SECONDS).blockingGet();
    client.close();
    return events;
  }

  private static String failure(Vertx vertx, String url) {
    try (CapturedLog log = new CapturedLog()) {
      List<ChatEvent> events = said(vertx, url, ChatFixture.OPTIONS);
      assertThat(EventTrace.of(events))
          .startsWith("received 'hi'", "start REGULAR ''")
          .endsWith("failed unavailable", "end FAILED messages 0 images 0");
      assertThat(events.toString()).doesNotContain("127.0.0.1", "invalid");
      return String.join("\n", log.lines());
    }
  }

  @Test
  void aRefusedConnectionIsTold(Vertx vertx) {
    assertThat(failure(vertx, "http://127.0.0.1:1")).contains("connection refused (127.0.0.1:1)");
  }

  @Test
  void anUnknownHostIsTold(Vertx vertx) {
    assertThat(failure(vertx, "http://no.such.host.invalid"))
        .contains("unknown host (no.such.host.invalid:80)");
  }

  @Test
  void tokensBeforeTheConnectionBrokeAreEmitted(Vertx vertx) {
    Simulator simulator = Simulator.start(vertx, 0).await();
    String word = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Well\"}}]}\n\n";
    simulator.script(ScriptedResponse.status(200).chunks(word, word).cutAfter(word.length()));
    List<ChatEvent> events =
        said(vertx, simulator.origin() + "/v3", ChatFixture.OPTIONS.withStreaming(true));
    assertThat(EventTrace.of(events))
        .containsExactly(
            "received 'hi'",
            "start REGULAR ''",
            "tokens 'Well'",
            "failed unavailable",
            "end FAILED messages 0 images 0");
    simulator.close().await();
  }
}
