package dev.animus4j.chat.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.MessageEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryEntry.Exclusion;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.WatchedVertx;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No single entry of the history fails the messages after it. */
class RefusedMessagesTest {
  private static WatchedVertx watched;

  private static final Message PICTURE =
      Message.user("Look").withAttachments(Attachment.reference(URI.create("https://e.org/a.png")));

  private StrictServer server;
  private Chat chat;

  @BeforeAll
  static void open() {
    watched = new WatchedVertx();
  }

  @AfterAll
  static void close() {
    watched.close();
  }

  @BeforeEach
  void start() {
    Vertx vertx = watched.get();
    server = new StrictServer(vertx, asked -> StrictRules.openAi(asked, "call_"));
    OpenAiCompatibleChat model =
        OpenAiCompatibleChat.create(
            Http.create(vertx),
            OpenAiCompatibleChat.endpoint(server.origin(), Credentials.none()),
            "m");
    chat =
        AnimusClient.builder(vertx)
            .chatModel(model)
            .options(ChatOptions.of("m", "s"))
            .build()
            .chat("x");
  }

  private String send(Message message) {
    String[] end = {""};
    chat.send(message)
        .blockingForEach(
            event -> {
              if (event instanceof MessageEvent.MessageCompleted completed) {
                end[0] = completed.content();
              } else if (event instanceof MessageEvent.MessageFailed failed) {
                end[0] = failed.error().kind();
              }
            });
    return end[0];
  }

  private String send(String text) {
    return send(Message.user(text));
  }

  private void refuses(String code, Function<JsonObject, Boolean> what) {
    server.replies(
        asked -> what.apply(asked) ? StrictServer.refusal(code) : StrictServer.text("Fine."));
  }

  private List<Exclusion> excluded() {
    return chat.history().get().blockingGet().stream().map(HistoryEntry::excluded).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content_filter", "context_length_exceeded", "invalid_image_url"})
  void aRefusedMessageIsKeptAndNotSentAgain(String code) {
    refuses(code, asked -> asked.encode().contains("bad"));

    assertThat(send("Hi")).isEqualTo("Fine.");
    assertThat(send("bad")).isNotEqualTo("Fine.");
    assertThat(send("Sorry")).isEqualTo("Fine.");
    assertThat(send("Hello?")).isEqualTo("Fine.");

    assertThat(server.lastRequest().encode()).contains("Hi", "Sorry").doesNotContain("bad");
    assertThat(excluded()).containsExactly(null, null, Exclusion.MESSAGE, null, null, null, null);
  }

  @Test
  void theSameWordsSentAgainAreANewMessage() {
    refuses("content_filter", asked -> asked.encode().contains("bad"));
    assertThat(send("bad")).isEqualTo("contentPolicy");

    server.replies(asked -> StrictServer.text("Well."));

    assertThat(send("bad")).isEqualTo("Well.");
    assertThat(send("Thanks")).isEqualTo("Well.");
    assertThat(excluded()).containsExactly(Exclusion.MESSAGE, null, null, null, null);
  }

  @Test
  void aPictureThatCanNoLongerBeHadIsReplacedByWords() {
    assertThat(send(PICTURE)).isEqualTo("Fine.");
    refuses("invalid_image_url", asked -> asked.encode().contains("e.org"));

    assertThat(send("Thanks")).isEqualTo("Fine.");
    assertThat(server.lastRequest().encode()).contains("(A picture was shown here.)");
    int requests = server.requests.size();
    assertThat(send("Bye")).isEqualTo("Fine.");

    assertThat(server.requests).hasSize(requests + 1);
    assertThat(excluded().get(0)).isEqualTo(Exclusion.ALL_BUT_TEXT);
    assertThat(chat.history().get().blockingGet().get(0).message()).isEqualTo(PICTURE);
  }

  @Test
  void aConversationLongerThanTheContextGoesOnWithItsNewestHalf() {
    refuses("context_length_exceeded", asked -> asked.getJsonArray("messages").size() > 8);
    for (int i = 0; i < 9; i++) {
      assertThat(send("message " + i)).as("message " + i).isEqualTo("Fine.");
    }
    assertThat(server.lastRequest().encode()).contains("message 8", "message 7");
    assertThat(chat.history().get().blockingGet()).hasSize(18);
  }

  @Test
  void anOldMessageThatIsRefusedLaterCostsOneMessageAtMost() {
    assertThat(send("bad")).isEqualTo("Fine.");
    refuses("content_filter", asked -> asked.encode().contains("bad"));

    assertThat(send("one")).isEqualTo("contentPolicy");
    assertThat(send("two")).isEqualTo("Fine.");
    assertThat(send("three")).isEqualTo("Fine.");
  }

  @Test
  void anUnansweredMessageAndTheNextAreSentAsOne() {
    server.replies(asked -> new StrictServer.Reply(503, "{}"));
    assertThat(send("one")).isEqualTo("unavailable");
    server.replies(asked -> StrictServer.text("Fine."));

    assertThat(send("two")).isEqualTo("Fine.");

    assertThat(server.lastRequest().getJsonArray("messages").getJsonObject(1).getString("content"))
        .isEqualTo("one\ntwo");
    assertThat(server.violations).isEmpty();
  }

  @Test
  void noHalfCharacterLeaves() {
    String half = StrictServer.text("A fox @").body().replace("@", "\\ud83e");
    server.replies(asked -> new StrictServer.Reply(200, half));
    assertThat(send("a fox \uD83E")).isEqualTo("A fox \uFFFD");
    assertThat(send("again")).isEqualTo("A fox \uFFFD");
    assertThat(server.violations).isEmpty();
  }

  @Test
  void noSystemMessageIsSentForAnEmptyOne() {
    chat.send("Hi", ChatOptions.of("m", "")).blockingSubscribe();
    assertThat(server.lastRequest().getJsonArray("messages")).hasSize(1);
    assertThat(server.violations).isEmpty();
  }
}
