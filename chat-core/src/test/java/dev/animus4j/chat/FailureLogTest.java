package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.event.Stamp;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.failure.Origin;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users are told of a failure, and what operators are. */
@ExtendWith(TestVertx.class)
class FailureLogTest {
  private static final Stamp AT = new Stamp("c", "e1", 1, Instant.EPOCH);
  private static final String INSIDE =
      "org-12345 of ann@example.com at db.internal:5432, /var/lib/app, jdbc:x?password=hunter2";

  private World world;

  @BeforeEach
  void world(Vertx vertx) {
    world = new World(vertx);
  }

  private static List<Throwable> failures() {
    Origin origin = new Origin("provider", 400, "r1", INSIDE);
    Throwable cause = new IllegalStateException(INSIDE);
    return List.of(
        new AnimusException.ContentPolicy(origin, AnimusException.Stage.PROMPT, List.of(INSIDE)),
        new AnimusException.NoImage(origin, INSIDE),
        new InvalidRequest(origin, INSIDE),
        new AnimusException.Authentication(origin, INSIDE, cause),
        new AnimusException.QuotaExhausted(origin, Duration.ofSeconds(1)),
        new AnimusException.RateLimited(origin, Duration.ofSeconds(1)),
        new AnimusException.TimedOut(origin, AnimusException.Limit.TOTAL, Duration.ofSeconds(1)),
        new Unavailable(origin, INSIDE, true, cause),
        new AnimusException.Protocol(origin, INSIDE, cause),
        new AnimusException.Cancelled(origin, INSIDE),
        cause,
        new StackOverflowError(INSIDE));
  }

  @Test
  void usersAreToldNothingOfWhatIsInside() {
    for (Throwable failure : failures()) {
      Failure told = Failure.of(failure);
      assertThat(told.message())
          .doesNotContain("org-", "@", "internal", "/var", "jdbc", "hunter2", "provider", "r1")
          .matches("[A-Z][^\n]+\\.");
    }
    assertThat(Failure.of(new RuntimeException()).kind()).isEqualTo("internal");
    assertThat(Failure.of(failures().get(5)).retryAfterMs()).isEqualTo(1000);
  }

  @Test
  void operatorsAreToldAllOfItInOneLineButForSecrets() {
    for (Throwable failure : failures()) {
      try (Logged log = new Logged()) {
        assertThat(FailureLog.told(AT, failure)).isEqualTo(Failure.of(failure));
        if (failure instanceof AnimusException.Cancelled) {
          assertThat(log.lines()).isEmpty();
        } else {
          assertThat(log.lines()).hasSize(1);
          assertThat(log.lines().get(0))
              .startsWith("Exchange e1: " + Failure.of(failure).kind() + ": ")
              .contains("org-12345", "db.internal:5432")
              .doesNotContain("hunter2");
        }
      }
    }
  }

  @Test
  void everyFailureOfAnExchangeIsLoggedUnderItsId() {
    Unavailable broken =
        new Unavailable(Origin.of("provider"), INSIDE, false, new IllegalStateException("why"));
    world.answering(Flowable.error(broken));
    try (Logged log = new Logged()) {
      TestSubscriber<ChatEvent> exchange = world.send("hi", World.OPTIONS);
      String id = exchange.values().get(0).exchangeId();
      assertThat(log.lines())
          .containsExactly(
              "Exchange %s: unavailable: %s Caused by java.lang.IllegalStateException: why"
                  .formatted(id, broken.getMessage()));
      for (ChatEvent event : exchange.values()) {
        assertThat(ChatEvents.json(event).toString()).doesNotContain("org-12345", "internal:");
      }
    }
  }

  @Test
  void whatAToolFailsWithStaysHere() {
    Tool broken =
        new Tool("broken", "", Map.of())
            .doing(call -> Single.error(new IllegalStateException(INSIDE)));
    Tool refused =
        new Tool("refused", "", Map.of())
            .doing(
                call -> {
                  Origin provider = new Origin("provider", 400, null, INSIDE);
                  return Single.error(new InvalidRequest(provider, "the request was refused"));
                });
    Tool telling =
        new Tool("telling", "", Map.of())
            .doing(call -> Single.error(new InvalidRequest(Origin.of("telling"), "no such city")));
    world.answering(
        ChatReply.of("")
            .calling(
                new ToolCall("a", "broken", "{}"),
                new ToolCall("b", "refused", "{}"),
                new ToolCall("c", "telling", "{}")));
    try (Logged log = new Logged()) {
      TestSubscriber<ChatEvent> exchange =
          world.send("hi", World.OPTIONS.tools(broken, refused, telling));
      assertThat(exchange.values().toString()).doesNotContain("org-12345");
      assertThat(log.lines()).hasSize(3).first().asString().contains("org-12345");
    }
    assertThat(world.asked.get(1).messages().subList(3, 6))
        .extracting(message -> message.content())
        .containsExactly(
            "The call failed. It does not work.",
            "The call failed. It cannot be done with these arguments.",
            "The call failed. telling: no such city. Correct the request; repeating it will not"
                + " help.");
  }
}
