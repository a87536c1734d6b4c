package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.Failure;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.AnimusException.InvalidRequest;
import dev.animus4j.failure.AnimusException.Unavailable;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
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

/** What users are told of a failure, and what operators are. */
@VertxTest
class ExchangeFailureLogTest {
  private static final EventStamp AT = new EventStamp("c", "e1", 1, Instant.EPOCH);
  private static final String INSIDE =
      "org-12345 of ann@example.com at db.internal:5432, /var/lib/app, jdbc:x?password=hunter2";

  private ChatFixture fixture;

  @BeforeEach
  void world(Vertx vertx) {
    fixture = new ChatFixture(vertx);
  }

  private static List<Throwable> failures() {
    FailureOrigin origin = new FailureOrigin("provider", 400, "r1", INSIDE);
    Throwable cause = new IllegalStateException(INSIDE);
    return List.of(
        new AnimusException.ContentPolicy(origin, AnimusException.Stage.PROMPT, List.of(INSIDE)),
        new AnimusException.NoImage(origin, INSIDE),
        new InvalidRequest(origin, INSIDE),
        new AnimusException.ContextLengthExceeded(origin),
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
    assertThat(Failure.of(failures().get(6)).retryAfterMs()).isEqualTo(1000);
  }

  @Test
  void operatorsAreToldAllOfItInOneLineButForSecrets() {
    for (Throwable failure : failures()) {
      try (CapturedLog log = new CapturedLog()) {
        assertThat(ExchangeFailureLog.log(AT, failure)).isEqualTo(Failure.of(failure));
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
  void causesThatGoInACircleAreLoggedToo() {
    IllegalStateException one = new IllegalStateException("one");
    one.initCause(new IllegalArgumentException("other", one));
    Unavailable failure = new Unavailable(FailureOrigin.of("provider"), "down", true, one);
    try (CapturedLog log = new CapturedLog()) {
      ExchangeFailureLog.log(AT, failure);
      assertThat(log.lines()).hasSize(1).first().asString().contains("provider: down", "Caused by");
    }
  }

  @Test
  void everyFailureOfAnExchangeIsLoggedUnderItsId() {
    Unavailable broken =
        new Unavailable(
            FailureOrigin.of("provider"), INSIDE, false, new IllegalStateException("why"));
    fixture.answering(Flowable.error(broken));
    try (CapturedLog log = new CapturedLog()) {
      TestSubscriber<ChatEvent> exchange = fixture.send("hi", ChatFixture.OPTIONS);
      String id = exchange.values().get(0).exchangeId();
      assertThat(log.lines())
          .containsExactly(
              "Exchange %s: unavailable: %s Caused by java.lang.IllegalStateException: why"
                  .formatted(id, broken.getMessage()));
      for (ChatEvent event : exchange.values()) {
        assertThat(ChatEvents.toJson(event).toString()).doesNotContain("org-12345", "internal:");
      }
    }
  }

  @Test
  void detailsOfToolFailuresAreNotSent() {
    Tool broken =
        new Tool("broken", "", Map.of())
            .withFunction(call -> Single.error(new IllegalStateException(INSIDE)));
    Tool refused =
        new Tool("refused", "", Map.of())
            .withFunction(
                call -> {
                  FailureOrigin provider = new FailureOrigin("provider", 400, null, INSIDE);
                  return Single.error(new InvalidRequest(provider, "the request was refused"));
                });
    Tool telling =
        new Tool("telling", "", Map.of())
            .withFunction(
                call ->
                    Single.error(new InvalidRequest(FailureOrigin.of("telling"), "no such city")));
    fixture.answering(
        ChatResponse.of("")
            .withToolCalls(
                new ToolCall("a", "broken", "{}"),
                new ToolCall("b", "refused", "{}"),
                new ToolCall("c", "telling", "{}")));
    try (CapturedLog log = new CapturedLog()) {
      TestSubscriber<ChatEvent> exchange =
          fixture.send("hi", ChatFixture.OPTIONS.withTools(broken, refused, telling));
      assertThat(exchange.values().toString()).doesNotContain("org-12345");
      assertThat(log.lines()).hasSize(3).first().asString().contains("org-12345");
    }
    assertThat(fixture.asked.get(1).messages().subList(3, 6))
        .extracting(message -> message.content())
        .containsExactly(
            "The call failed. It does not work.",
            "The call failed. It cannot be done with these arguments.",
            "The call failed. telling: no such city. Correct the request; repeating it will not"
                + " help.");
  }
}
