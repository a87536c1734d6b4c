package dev.animus4j.chat;

import static dev.animus4j.chat.ChatFixture.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.EventStamp;
import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A conversation that nobody holds is not in memory; one that goes on does not begin anew. */
@VertxTest
@Timeout(60)
class ConversationStateTest {
  private final TestScheduler clock = new TestScheduler();

  private AnimusClient client(Vertx vertx, int conversations) {
    return AnimusClient.builder(vertx)
        .chatModel(request -> Single.just(ChatResponse.of("yes")))
        .options(OPTIONS)
        .scheduler(clock)
        .maxConversations(conversations)
        .build();
  }

  private List<Long> sent(AnimusClient client, String id) {
    var events = client.chat(id).send("hi").test();
    clock.advanceTimeBy(1, TimeUnit.HOURS); // this clock holds on to deadlines until they are past
    return events.assertComplete().values().stream().map(ChatEvent::sequence).toList();
  }

  private static void forgetting(WeakReference<Chat> chat) {
    while (chat.get() != null) {
      System.gc();
    }
  }

  @Test
  void oneAmongThoseUsedLastGoesOnNumberingItsEvents(Vertx vertx) {
    AnimusClient client = client(vertx, 10);
    assertThat(sent(client, "a")).containsExactly(1L, 2L, 3L, 4L);
    client.events().publish(new FollowUpScheduled(new EventStamp("a", "x", 1, Instant.EPOCH), 0));
    assertThat(client.events().lastSequence("a").blockingGet()).isEqualTo(1);
    forgetting(new WeakReference<>(client.chat("a")));
    assertThat(sent(client, "a")).containsExactly(5L, 6L, 7L, 8L);
    assertThat(sent(client, "b")).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void oneWhoseEventsAreKnownGoesOnNumberingThem(Vertx vertx) {
    AnimusClient client = client(vertx, 0);
    assertThat(sent(client, "a")).containsExactly(1L, 2L, 3L, 4L);
    forgetting(new WeakReference<>(client.chat("a")));
    assertThat(sent(client, "a")).containsExactly(5L, 6L, 7L, 8L);
    assertThat(client.events().lastSequence("a").blockingGet()).isEqualTo(8);
    assertThat(sent(client, "b")).containsExactly(1L, 2L, 3L, 4L);
  }
}
