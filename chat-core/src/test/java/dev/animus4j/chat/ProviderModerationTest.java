package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.turn.TypingPace;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.Simulator;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the provider's moderation finds, from the wire to the history. */
@VertxTest
class ProviderModerationTest {
  private static final ChatOptions OPTIONS = ChatOptions.of("any", "Be kind.");
  private static final String QUESTION = "Tell me about murder and drug_use.";
  private static final List<String> FOUND = List.of("murder", "drug_use");

  private Simulator simulator;
  private Http http;
  private AnimusClientBuilder builder;

  @BeforeEach
  void open(Vertx vertx) {
    simulator = Simulator.start(vertx, 0).await();
    http = Http.create(vertx);
    builder =
        AnimusClient.builder(vertx)
            .chatModel(
                AnimusChat.create(
                    http,
                    AnimusChat.endpoint(Credentials.key("any"))
                        .withBaseUrl(simulator.origin() + "/v3"),
                    "any"))
            .random(new ChatFixture.FixedRandom())
            .options(OPTIONS)
            .onClose(http::closeAsync);
  }

  private static List<ChatEvent> said(AnimusClient client, ChatOptions options) {
    List<ChatEvent> events =
        client.chat().send(QUESTION, options).toList().timeout(30, TimeUnit.SECONDS).blockingGet();
    client.close();
    return events;
  }

  @Test
  void everyTurnSaysWhatWasFoundFromItsStartAndTheHistoryKeepsIt() {
    AnimusClient client = builder.build();
    ChatOptions turns = OPTIONS.withAutoTurn();
    List<ChatEvent> events =
        said(client, turns.withAutoTurn(turns.autoTurn().withTypingPace(TypingPace.INSTANT)));
    assertThat(events)
        .filteredOn(event -> event instanceof MessageStarted e && e.turnIndex() != null)
        .hasSize(2)
        .allMatch(event -> ((MessageStarted) event).complianceViolations().equals(FOUND));
    assertThat(events)
        .filteredOn(MessageCompleted.class::isInstance)
        .hasSize(2)
        .allMatch(event -> ((MessageCompleted) event).complianceViolations().equals(FOUND));
    assertThat(client.chat().history().get().blockingGet())
        .extracting(HistoryEntry::complianceViolations)
        .containsExactly(List.of(), FOUND, FOUND);
  }

  @Test
  void violationsFoundInAStreamAreReportedAtItsEnd() {
    List<ChatEvent> events = said(builder.build(), OPTIONS.withStreaming(true));
    assertThat(events).extracting(ChatEvent::type).contains("messageTokens");
    MessageCompleted completed = (MessageCompleted) events.get(events.size() - 2);
    assertThat(completed.complianceViolations()).isEqualTo(FOUND);
  }

  @Test
  void aGuardrailMayTakeTheProviderAtItsWord() {
    AnimusClient client = builder.guardrail(Guardrail.providerModeration()).build();
    List<ChatEvent> events = said(client, OPTIONS);
    assertThat(EventTrace.of(events))
        .containsExactly(
            "received '" + QUESTION + "'",
            "start REGULAR ''",
            "moderation OUTPUT WITHHELD [murder, drug_use]",
            "failed contentPolicy",
            "end FAILED messages 0 images 0");
    assertThat(((ContentModerated) events.get(2)).categories()).isEqualTo(FOUND);
    assertThat(client.chat().history().get().blockingGet()).hasSize(1);
    assertThat(simulator.requests()).hasSize(1);
  }
}
