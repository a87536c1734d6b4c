package dev.animus4j.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.ImagePromptDetection;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However many words arrive at once, a failure behind them takes none of them away. */
@VertxTest
class DeltasBeforeFailureTest {
  private static final List<Integer> COUNTS = List.of(10, 16, 17, 18, 33, 64);

  private enum Dialect {
    COMPATIBLE,
    ANIMUS,
    GEMINI;

    ChatModel model(String url, Http http) {
      Credentials key = Credentials.key("k");
      return switch (this) {
        case COMPATIBLE ->
            OpenAiCompatibleChat.create(http, OpenAiCompatibleChat.endpoint(url, key), "any");
        case ANIMUS -> AnimusChat.create(http, AnimusChat.endpoint(key).withBaseUrl(url), "any");
        case GEMINI -> GeminiChat.create(http, GeminiChat.endpoint(key).withBaseUrl(url), "any");
      };
    }

    String words(int count) {
      return IntStream.range(0, count)
          .mapToObj(this::word)
          .map(DeltasBeforeFailureTest::chunk)
          .collect(Collectors.joining());
    }

    private String word(int number) {
      String json =
          this == GEMINI
              ? "{'candidates':[{'content':{'role':'model','parts':[{'text':'w%d '}]}}]}"
              : "{'choices':[{'index':0,'delta':{'content':'w%d '},'finish_reason':null}]}";
      return event(json.formatted(number));
    }
  }

  private enum Decoration {
    PLAIN,
    TOOL,
    MARKUP,
    CLASSIFIER,
    WITH_TOOLS;

    ChatModel of(ChatModel model) {
      return switch (this) {
        case TOOL -> model.withImageDetection(ImagePromptDetection.TOOL);
        case MARKUP -> model.withImageDetection(ImagePromptDetection.MARKUP);
        case CLASSIFIER -> model.withImageDetection(ImagePromptDetection.classifier(model));
        default -> model;
      };
    }

    ChatOptions options() {
      ChatOptions options = ChatOptions.of("m", "s").withStreaming(true);
      Tool tool = Tool.of("f", "d", "{\"type\":\"object\"}").withFunction(x -> Single.just("y"));
      return switch (this) {
        case PLAIN -> options;
        case WITH_TOOLS -> options.withTools(tool);
        default -> options.withImages();
      };
    }
  }

  private enum End {
    ERROR_EVENT,
    CUT;

    String bytes() {
      String error = event("{'error':{'code':503,'message':'busy','status':'UNAVAILABLE'}}");
      return this == CUT ? "" : chunk(error) + "0\r\n\r\n";
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Dialect.values())
        .flatMap(
            dialect ->
                Stream.of(Decoration.values())
                    .flatMap(
                        decoration ->
                            Stream.of(End.values())
                                .map(end -> arguments(dialect, decoration, end))));
  }

  @ParameterizedTest
  @MethodSource("all")
  void allWordsBeforeAFailureAreToldAndRemembered(
      Dialect dialect, Decoration decoration, End end, Vertx vertx) {
    for (int count : COUNTS) {
      NetServer server = server(vertx, dialect.words(count) + end.bytes());
      Http http = Http.create(vertx);
      String url = "http://127.0.0.1:" + server.actualPort();
      AnimusClient client =
          AnimusClient.builder(vertx)
              .chatModel(decoration.of(dialect.model(url, http)))
              .options(decoration.options())
              .build();

      assertThatNothingIsLost(client.chat("x"), count);

      client.close();
      http.close();
      server.close().await();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aSlowReaderGetsAllWordsBeforeTheFailure(
      Dialect dialect, Decoration decoration, End end, Vertx vertx) {
    NetServer server = server(vertx, dialect.words(40) + end.bytes());
    Http http = Http.create(vertx);
    ChatModel model = decoration.of(dialect.model("http://127.0.0.1:" + server.actualPort(), http));
    ChatRequest request =
        ChatRequest.of("hi").withModel("m").withStreaming(true).withImageDetection();

    for (int first = 37; first < 40; first++) {
      TestSubscriber<ChatUpdate> reader = SimulatedProvider.told(model, request).test(first);
      reader.awaitCount(first);
      vertx.timer(10).await();
      reader.request(99);

      reader.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.class);
      String told =
          reader.values().stream()
              .map(update -> ((ChatUpdate.TextDelta) update).text())
              .collect(Collectors.joining());
      assertThat(told.strip()).isEqualTo(expected(40));
    }
    http.close();
    server.close().await();
  }

  private static String expected(int count) {
    return IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
  }

  private static void assertThatNothingIsLost(Chat chat, int count) {
    List<ChatEvent> events = chat.send("hi").toList().timeout(30, TimeUnit.SECONDS).blockingGet();
    String expected = expected(count);
    String told =
        events.stream()
            .filter(MessageTokens.class::isInstance)
            .map(event -> ((MessageTokens) event).content())
            .collect(Collectors.joining());
    String remembered =
        chat.history().get().blockingGet().stream()
            .skip(1)
            .map(entry -> entry.message().content())
            .collect(Collectors.joining());
    assertThat(told.strip()).isEqualTo(expected);
    assertThat(remembered.strip()).isEqualTo(expected);
    assertThat(events).hasAtLeastOneElementOfType(MessageFailed.class);
  }

  /** Says all of it in one piece, whatever it is asked. */
  private static NetServer server(Vertx vertx, String chunks) {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    return vertx
        .createNetServer()
        .connectHandler(socket -> socket.handler(asked -> say(socket, head + chunks)))
        .listen(0, "127.0.0.1")
        .await();
  }

  private static void say(NetSocket socket, String all) {
    socket.write(Buffer.buffer(all)).onComplete(written -> socket.close());
  }

  private static String event(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
