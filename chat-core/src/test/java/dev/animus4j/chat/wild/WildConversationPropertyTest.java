package dev.animus4j.chat.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.rules.WatchedVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever two providers answer, refuse, or break off, and whenever the user speaks: each request
 * is one that the strictest server of its dialect accepts, and the conversation goes on.
 */
class WildConversationPropertyTest {
  private static final List<Message> SAID =
      List.of(
          Message.user("Hi"),
          Message.user("a fox \uD83E"),
          Message.user("  "),
          Message.user("Look")
              .withAttachments(Attachment.reference(URI.create("https://e.org/a.png"))));
  private static final Tool LOOK =
      Tool.of("look", "Looks.", "{\"type\":\"object\",\"properties\":{\"at\":{}}}")
          .withFunction(call -> Single.just("A fox."));

  private static WatchedVertx watched;
  private static Http http;
  private static StrictServer compatible;
  private static StrictServer gemini;

  /** What a user says, whether he waits for the answer, and what each server has for it. */
  record Step(Message said, boolean waits, String compatible, String gemini) {}

  @BeforeContainer
  static void open() {
    watched = new WatchedVertx();
    Vertx vertx = watched.get();
    http = Http.create(vertx);
    compatible = new StrictServer(vertx, asked -> StrictRules.openAi(asked, "a:"));
    gemini = new StrictServer(vertx, StrictRules::gemini);
  }

  @AfterContainer
  static void close() {
    watched.close();
  }

  @Property(tries = 200)
  void everyRequestIsAcceptableAndTheLastMessageAnswered(@ForAll("steps") List<Step> steps) {
    Chat chat = chat();
    for (Step step : steps) {
      script(compatible, step.compatible, StrictServer.text("Fine."));
      script(gemini, step.gemini, WildReplies.gemini("text"));
      Flowable<ChatEvent> exchange = chat.send(step.said);
      if (step.waits) {
        exchange.blockingSubscribe();
      }
    }
    compatible.replies(asked -> StrictServer.text("Fine."));

    List<String> answers =
        chat.send("Hello?")
            .ofType(MessageCompleted.class)
            .map(MessageCompleted::content)
            .toList()
            .blockingGet();

    assertThat(compatible.violations).isEmpty();
    assertThat(gemini.violations).isEmpty();
    assertThat(answers).containsExactly("Fine.");
  }

  /** First this, then whatever the rest of the exchange asks for. */
  private static void script(StrictServer server, String first, StrictServer.Reply then) {
    Deque<String> next = new ArrayDeque<>(List.of(first));
    server.replies(
        asked -> {
          String name = next.poll();
          return name == null ? then : WildReplies.of(name, asked);
        });
  }

  private static Chat chat() {
    ChatModel model =
        OpenAiCompatibleChat.create(
                http, OpenAiCompatibleChat.endpoint(compatible.origin(), Credentials.none()), "a")
            .withFallback(
                GeminiChat.create(
                        http,
                        GeminiChat.endpoint(Credentials.key("key")).withBaseUrl(gemini.origin()),
                        "g")
                    .withModel("g"));
    return AnimusClient.builder(watched.get())
        .chatModel(model)
        .options(ChatOptions.of("a", "s").withTools(LOOK))
        .build()
        .chat("x");
  }

  @Provide
  static Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(SAID),
            Arbitraries.of(true, true, false),
            Arbitraries.of(WildReplies.COMPATIBLE.keySet()),
            Arbitraries.of(WildReplies.GEMINI.keySet()))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(7);
  }
}
