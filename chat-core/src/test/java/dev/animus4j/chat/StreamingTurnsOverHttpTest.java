package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.http.Timeouts;
import dev.animus4j.image.provider.animus.AnimusImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns out of a stream on real sockets, in the dialect of OpenAI. */
@VertxTest
class StreamingTurnsOverHttpTest {
  private static final String BEGUN = events("It is", " here.", " And", " mo");

  @TempDir Path pictures;

  private Simulator simulator;
  private AnimusClient client;

  @BeforeEach
  void open(Vertx vertx) {
    simulator = Simulator.start(vertx, 0).await();
    Http http = Http.create(vertx);
    Credentials key = Credentials.key("any");
    String images = simulator.origin() + "/v3";
    Endpoint endpoint = Endpoint.of("Animus", images, key, Timeouts.images());
    ChatOptions options = ChatOptions.of("any", "Be kind.").withImages();
    client =
        AnimusClient.builder(vertx)
            .chatModel(
                OpenAiCompatibleChat.create(
                    http, OpenAiCompatibleChat.endpoint(simulator.origin() + "/v1", key), "any"))
            .imageModel(AnimusImages.create(http, endpoint, new FileImageStore(vertx, pictures)))
            .options(
                options.withAutoTurn(
                    options.withAutoTurn().autoTurn().withTypingPace(TypingPace.INSTANT)))
            .onClose(http::closeAsync)
            .build();
  }

  /** The events of a stream that says this. */
  private static String events(String... words) {
    return Stream.of(words)
        .map(word -> "data: {\"choices\":[{\"delta\":{\"content\":\"" + word + "\"}}]}\n\n")
        .collect(Collectors.joining());
  }

  private static List<String> all(Flowable<ChatEvent> exchange) {
    return EventTrace.of(exchange.toList().timeout(30, TimeUnit.SECONDS).blockingGet());
  }

  private static void awaitTurn(Flowable<ChatEvent> exchange) {
    MessageCompleted turn =
        exchange.ofType(MessageCompleted.class).timeout(30, TimeUnit.SECONDS).blockingFirst();
    assertThat(EventTrace.of(List.of(turn))).containsExactly("complete AUTO 0/? 'It is here.'");
  }

  private List<HistoryEntry> remembered() {
    return client.chat().history().get().blockingGet();
  }

  @Test
  void thePictureAToolCallPromisesFollowsTheLastTurn() {
    simulator.script(
        ScriptedResponse.status(200)
            .chunks(
                events("Sure", "! A light", "house", ". Coming", " up."),
                "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
                    + "\"function\":{\"name\":\"generate_image\",\"arguments\":"
                    + "\"{\\\"prompt\\\":\\\"a lighthouse\\\"}\"}}]},"
                    + "\"finish_reason\":\"tool_calls\"}]}\n\n",
                "data: [DONE]\n\n"));
    List<String> events = all(client.chat().send("Show me one."));
    assertThat(events.subList(0, 10))
        .containsExactly(
            "received 'Show me one.'",
            "start REGULAR ''",
            "start AUTO 0/? 'Sure!'",
            "complete AUTO 0/? 'Sure!'",
            "start AUTO 1/? 'A lighthouse.'",
            "complete AUTO 1/? 'A lighthouse.'",
            "start AUTO 2/3 'Coming up.'",
            "complete AUTO 2/3 'Coming up.' last of 3 promising 'a lighthouse'",
            "detected 'a lighthouse' by tool",
            "image start 'a lighthouse'");
    assertThat(events).last().isEqualTo("end COMPLETED messages 3 images 1");
    assertThat(simulator.requests().get(0).body()).contains("\"stream\":true");
  }

  @Test
  void theFirstTurnIsDeliveredWhileTheModelStillSpeaksAndMayBeTheLast() throws Exception {
    simulator.script(ScriptedResponse.status(200).chunks(BEGUN).stallAfter(BEGUN.length()));
    Flowable<ChatEvent> exchange = client.chat().send("hi");
    awaitTurn(exchange);
    simulator.whenOpenRequests(1).await(30, TimeUnit.SECONDS);
    client.chat().interrupt();
    assertThat(all(exchange))
        .endsWith("cancelled 1 stopped", "end INTERRUPTED messages 1 images 0");
    simulator.whenOpenRequests(0).await(30, TimeUnit.SECONDS);
    assertThat(remembered())
        .extracting(entry -> entry.message().content())
        .containsExactly("hi", "It is here.");
  }

  @Test
  void partialTextOfABrokenConnectionIsStoredAfterTheDeliveredTurns() {
    simulator.script(ScriptedResponse.status(200).chunks(BEGUN).cutAfter(BEGUN.length()));
    List<String> events = all(client.chat().send("hi"));
    assertThat(events)
        .startsWith(
            "received 'hi'",
            "start REGULAR ''",
            "start AUTO 0/? 'It is here.'",
            "complete AUTO 0/? 'It is here.'")
        .hasSize(6)
        .last()
        .isEqualTo("end FAILED messages 1 images 0");
    assertThat(remembered())
        .extracting(entry -> entry.message().content(), HistoryEntry::interrupted)
        .containsExactly(tuple("hi", false), tuple("It is here.", false), tuple("And mo", true));
  }
}
