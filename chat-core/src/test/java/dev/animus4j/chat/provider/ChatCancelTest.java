package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.simulator.ScriptedResponse;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who stops listening ends the request; who listens slowly misses nothing. */
class ChatCancelTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private static void await(Future<Void> future) throws Exception {
    future.await(30, TimeUnit.SECONDS);
  }

  private static List<ChatModel> models() {
    return List.of(PROVIDER.animus(), PROVIDER.compatible());
  }

  @Test
  void inTheMiddleOfAStreamItClosesTheConnection() throws Exception {
    for (ChatModel model : models()) {
      String words = word("Hi").repeat(3);
      PROVIDER
          .simulator()
          .script(ScriptedResponse.status(200).chunks(words).stallAfter(words.length()));

      List<ChatUpdate> seen = model.stream(STREAMING).take(1).toList().blockingGet();

      assertThat(seen).containsExactly(new ChatUpdate.TextDelta("HiHiHi"));
      await(PROVIDER.simulator().whenOpenRequests(0));
      assertThat(PROVIDER.received().isCancelledByClient()).isTrue();
    }
  }

  @Test
  void inTheMiddleOfAnEndlessStreamItClosesTheConnection() throws Exception {
    PROVIDER.simulator().script(ScriptedResponse.status(200).chunks(word("Hi")).endless());

    long words = PROVIDER.compatible().stream(STREAMING).take(5000).count().blockingGet();

    assertThat(words).isEqualTo(5000);
    await(PROVIDER.simulator().whenOpenRequests(0));
    assertThat(PROVIDER.received().isCancelledByClient()).isTrue();
  }

  @Test
  void beforeTheHeadItClosesTheConnection() throws Exception {
    for (ChatRequest request : List.of(HELLO, STREAMING)) {
      PROVIDER.simulator().script(ScriptedResponse.ruleBased().delay(Duration.ofMinutes(1)));
      Disposable asking = PROVIDER.compatible().stream(request).subscribe();
      await(PROVIDER.simulator().whenOpenRequests(1));

      asking.dispose();

      await(PROVIDER.simulator().whenOpenRequests(0));
      assertThat(PROVIDER.received().isCancelledByClient()).isTrue();
    }
  }

  @Test
  void aSlowListenerGetsEverythingInOrder() {
    List<String> numbers = IntStream.range(0, 20_000).mapToObj(i -> i + " ").toList();
    String stream = String.join("", numbers.stream().map(SimulatedProvider::word).toList());
    PROVIDER.streams(stream + SimulatedProvider.finish("stop") + SimulatedProvider.DONE);

    List<ChatUpdate> parts =
        PROVIDER.compatible().stream(STREAMING).rebatchRequests(1).toList().blockingGet();

    String all = String.join("", numbers);
    List<ChatUpdate> words = parts.subList(0, parts.size() - 1);
    assertThat(words).hasSizeGreaterThan(1);
    assertThat(words)
        .extracting(update -> ((ChatUpdate.TextDelta) update).text())
        .satisfies(texts -> assertThat(String.join("", texts)).isEqualTo(all));
    assertThat(((ChatResponse) parts.get(parts.size() - 1)).content()).isEqualTo(all);
  }

  @Test
  void aListenerWhoAsksForNothingGetsNothingAndMayLeave() throws Exception {
    PROVIDER.simulator().script(ScriptedResponse.status(200).chunks(word("Hi")).endless());
    CountDownLatch two = new CountDownLatch(2);
    var idle = PROVIDER.compatible().stream(STREAMING).doOnNext(update -> two.countDown()).test(2);
    assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();

    idle.cancel();

    await(PROVIDER.simulator().whenOpenRequests(0));
    idle.assertValueCount(2).assertNotComplete();
  }
}
