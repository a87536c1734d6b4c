package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.WireDialect.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Timeouts;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first bytes decide what a body is, whatever its label says and whatever was asked for. */
@VertxTest
class BodyFormatTest {
  private static final List<String> LABELS =
      List.of(
          "text/event-stream;charset=UTF-8",
          "application/json; charset=utf-8",
          "text/plain",
          "application/octet-stream",
          "text/html",
          "");

  /** What servers put before, between or in the place of words. */
  private static final List<String> HEARTBEATS =
      List.of(
          ": OPENROUTER PROCESSING\n\n",
          ":\n\n",
          "event: ping\ndata: {\"type\": \"ping\"}\n\n",
          "event: ping\ndata: 1700000000\n\n",
          "event: ping\ndata: ping\n\n",
          "event: ping\ndata:\n\n",
          "event: keepalive\n\n",
          "event: keep-alive\ndata: null\n\n",
          "data:\n\n",
          "data\n\n",
          "data:  \t\n\n",
          "data: \ndata: \n\n",
          "data: {}\n\n",
          "retry: 3000\n\n",
          "id: 7\n\n",
          "\r\n\r\n");

  private static void assertAnswer(Vertx vertx, WireDialect dialect, String label, String body) {
    try (RawProvider provider = RawProvider.saying(vertx, label, body)) {
      for (boolean streaming : new boolean[] {true, false}) {
        assertThat(provider.reply(dialect, streaming).content())
            .as(dialect + " " + label + " " + body)
            .isEqualTo("Hello you");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerIsReadWhateverItIsCalled(WireDialect dialect, Vertx vertx) {
    String stream = event(dialect.word("Hello")) + event(dialect.last(" you"));
    String whole = dialect.whole("Hello you");
    for (String label : LABELS) {
      for (String body :
          List.of(
              stream,
              stream.stripTrailing(),
              stream.replace("\n", "\r\n"),
              stream.replace("\n", "\r"),
              stream.replace("data: ", "data:"),
              stream.replace("],", "],\ndata: ").replace("[{", "[\ndata:{"),
              "\ufeff" + stream,
              "event: message\nid: 1\n" + stream,
              ": hi\n\nretry: 9\n" + stream,
              whole,
              "\ufeff" + whole,
              " \n\n    \n\t" + whole + "\n",
              whole.replace(",", ",\n\n  "))) {
        assertAnswer(vertx, dialect, label, body);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void heartbeatsArePassedOver(WireDialect dialect, Vertx vertx) {
    for (String heartbeat : HEARTBEATS) {
      String body =
          heartbeat
              + event(dialect.word("Hello"))
              + heartbeat.repeat(2)
              + event(dialect.last(" you"))
              + heartbeat;
      assertAnswer(vertx, dialect, "text/event-stream", body);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorIsReadInWhateverForm(WireDialect dialect, Vertx vertx) {
    String error = WireDialect.error();
    for (String label : LABELS) {
      for (String body :
          List.of(
              error,
              "\n" + error.replace(",", ",\n") + "\n\n",
              "[" + error + "]",
              error + "\n\ndata: [DONE]\n\n",
              event(dialect.word("Hello")) + error,
              event(dialect.word("Hello")) + error.replace(",", ",\r\n") + "\n\n",
              event(dialect.word("Hello")) + event(error),
              event(dialect.word("Hello")) + "event: error\n" + event(error),
              event(dialect.word("Hello")) + "event: error\ndata: Oops\n\n")) {
        assertFailure(vertx, dialect, label, body);
      }
    }
  }

  private static void assertFailure(Vertx vertx, WireDialect dialect, String label, String body) {
    try (RawProvider provider = RawProvider.saying(vertx, label, body)) {
      for (boolean streaming : new boolean[] {true, false}) {
        assertThatThrownBy(() -> provider.reply(dialect, streaming))
            .as(dialect + " " + label + " " + body)
            .isInstanceOf(AnimusException.Unavailable.class)
            .hasMessageContaining("\"Oops\"");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageIsNoAnswer(WireDialect dialect, Vertx vertx) {
    for (String label : LABELS) {
      for (String page : List.of("<html>busy</html>", "\n\n <!DOCTYPE html>\n<p>data: x")) {
        try (RawProvider provider = RawProvider.saying(vertx, label, page)) {
          for (boolean streaming : new boolean[] {true, false}) {
            assertThatThrownBy(() -> provider.reply(dialect, streaming))
                .isInstanceOf(AnimusException.Protocol.class);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void wordsAreToldAsTheyComeWhateverTheStreamIsCalled(WireDialect dialect, Vertx vertx) {
    String body = event(dialect.word("Hello"));
    for (String label : LABELS) {
      try (RawProvider provider = RawProvider.sayingAndWaiting(vertx, label, body)) {
        ChatRequest request = ChatRequest.of("hi").withStreaming(true);
        assertThat(
                SimulatedProvider.told(provider.model(dialect), request)
                    .timeout(30, TimeUnit.SECONDS)
                    .blockingFirst())
            .as(label)
            .isEqualTo(new ChatUpdate.TextDelta("Hello"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void silenceAfterTheReasonToFinishEndsAnAnswer(WireDialect dialect, Vertx vertx) {
    String body = event(dialect.word("Hello")) + event(dialect.last(" you"));
    Timeouts hasty = Timeouts.chat().withGap(Duration.ofMillis(80));
    try (RawProvider provider = RawProvider.sayingAndWaiting(vertx, "text/event-stream", body)) {
      ChatRequest request = ChatRequest.of("hi").withStreaming(true);
      assertThat(
              provider
                  .model(dialect, hasty)
                  .reply(request)
                  .timeout(30, TimeUnit.SECONDS)
                  .blockingGet()
                  .content())
          .isEqualTo("Hello you");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPATIBLE", "ANIMUS"})
  void reasoningInTagsIsToldAsItComes(WireDialect dialect, Vertx vertx) {
    String body =
        event(dialect.word("<think>h"))
            + event(dialect.word("m</th"))
            + event(dialect.word("ink>Hello"))
            + event(dialect.last(" you"));
    try (RawProvider provider = RawProvider.saying(vertx, "text/event-stream", body)) {
      ChatRequest request = ChatRequest.of("hi").withStreaming(true);
      assertThat(SimulatedProvider.parts(provider.model(dialect), request))
          .startsWith(new ChatUpdate.ReasoningDelta("hm"), new ChatUpdate.TextDelta("Hello you"));
      assertThat(provider.reply(dialect, true).reasoning()).isEqualTo("hm");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reasoningIsToldBeforeTheWords(WireDialect dialect, Vertx vertx) {
    String body =
        event(dialect.thought("h"))
            + event(dialect.thought("m"))
            + event(dialect.last("Hello you"));
    try (RawProvider provider = RawProvider.saying(vertx, "text/event-stream", body)) {
      ChatRequest request = ChatRequest.of("hi").withStreaming(true);
      List<ChatUpdate> updates = SimulatedProvider.parts(provider.model(dialect), request);
      assertThat(updates)
          .startsWith(new ChatUpdate.ReasoningDelta("hm"), new ChatUpdate.TextDelta("Hello you"));
      assertThat(provider.reply(dialect, true).reasoning()).isEqualTo("hm");
    }
  }
}
