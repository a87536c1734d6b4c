package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestVertx.class)
class ConversationTest {
  @Test
  void oneThatWasForgottenInMemoryGoesOnNumberingItsEvents(Vertx vertx) {
    Collaborators with =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.never())
            .collaborators(Completable.never());
    Draft words = Drafts.tokens("x");

    Conversation first = new Conversation("a", with, new TestScheduler());
    assertThat(first.published("1", words).sequence()).isEqualTo(1);
    assertThat(first.published("1", words).sequence()).isEqualTo(2);

    ChatEvent later = new Conversation("a", with, new TestScheduler()).published("2", words);
    assertThat(later.sequence()).isEqualTo(3);
    assertThat(with.events().latest("a")).isEqualTo(3);
    ChatEvent other = new Conversation("b", with, new TestScheduler()).published("3", words);
    assertThat(other.sequence()).isEqualTo(1);
  }
}
