package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests a bot without a provider and without waiting: the models are fakes, the time virtual. */
class TestYourOwnBotTest {
  private final TestScheduler clock = new TestScheduler();

  private AnimusClient bot(ChatModel model) {
    return AnimusClient.builder()
        .scheduler(clock)
        .chatModel(model)
        .imageModel(request -> Single.just(Image.of(request.prompt(), URI.create("mem:cat"))))
        .options(options -> options.withImages().withTimeout(Duration.ofSeconds(5)))
        .build();
  }

  @Test
  void itAnswersWithAnImageAfterThreeSeconds() {
    Single<ChatResponse> reply = Single.just(ChatResponse.of("Look!").withImagePrompt("A cat"));
    try (AnimusClient bot = bot(request -> reply.delay(3, TimeUnit.SECONDS, clock))) {
      var asked = bot.chat("anna").ask("A cat, please").test();
      clock.advanceTimeBy(2, TimeUnit.SECONDS);
      asked.assertEmpty();
      clock.advanceTimeBy(1, TimeUnit.SECONDS);
      asked.assertValue(answer -> answer.image().orElseThrow().prompt().equals("A cat"));
    }
  }

  @Test
  void itGivesUpAfterFiveSeconds() {
    try (AnimusClient bot = bot(request -> Single.never())) {
      var asked = bot.chat("anna").ask("Hello").test();
      clock.advanceTimeBy(5, TimeUnit.SECONDS);
      asked.assertError(AnimusException.TimedOut.class);
    }
  }
}
