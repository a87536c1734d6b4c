package dev.animus4j.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show compiles, runs, and does what they say. */
@Timeout(60)
class SnippetsTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everySnippetCompilesAndRuns() {
    return Snippet.all().stream()
        .map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> run(snippet).close()));
  }

  private SnippetFixture run(Snippet snippet) throws Exception {
    SnippetFixture world = new SnippetCompiler(folder).compile(snippet);
    try {
      world.run();
      return world;
    } catch (Throwable e) {
      world.close();
      throw new AssertionError(snippet + ": " + e.getMessage(), e);
    }
  }

  @Test
  void theFirstSnippetAnswersTwiceAndTheSecondImageChangesTheFirst() throws Exception {
    try (SnippetFixture world = run(Snippet.with("README.md", "beautiful sunset"))) {
      List<ExchangeCompleted> ends = world.events(ExchangeCompleted.class, 2);
      assertThat(ends)
          .allSatisfy(end -> assertThat(end.outcome()).isEqualTo(ExchangeOutcome.COMPLETED))
          .allSatisfy(end -> assertThat(end.messages()).isPositive())
          .allSatisfy(end -> assertThat(end.images()).isEqualTo(1));
      int count = ends.stream().mapToInt(ExchangeCompleted::messages).sum();
      List<MessageCompleted> messages = world.events(MessageCompleted.class, count);
      assertThat(world.shown(String.class, count))
          .containsExactlyElementsOf(messages.stream().map(MessageCompleted::content).toList());
      List<GeneratedImage> images = images(world, 2);
      assertThat(world.shown(URI.class, 2))
          .containsExactly(images.get(0).imageUrl(), images.get(1).imageUrl());
      assertThat(images.get(1).prompt())
          .isEqualTo(images.get(0).prompt() + ", with more vibrant colors");
    }
  }

  @Test
  void theComposedClientFallsBackAndHasImagesAndAHistoryOfItsOwn() throws Exception {
    try (SnippetFixture world = run(Snippet.with("README.md", "AnimusClient.builder"))) {
      String reply =
          """
          data: {"choices": [{"index": 0, "finish_reason": "stop",
          data: "delta": {"content": "Look: <image_prompt>A lighthouse</image_prompt>"}}]}

          data: [DONE]

          """;
      world
          .simulator()
          .script(ScriptedResponse.status(401), ScriptedResponse.status(200).chunks(reply));
      world.client().chat().send("Show me a lighthouse").blockingSubscribe();

      List<ReceivedRequest> requests = world.simulator().requests();
      assertThat(requests.get(0).body()).contains("\"my-model\"", "You are a friendly guide.");
      assertThat(requests.get(0).header("authorization")).isEqualTo("Bearer " + world.key);
      assertThat(requests.get(1).body()).contains("\"another-model\"");
      assertThat(requests.get(1).header("authorization")).isNull();
      assertThat(images(world, 1).get(0).prompt()).isEqualTo("A lighthouse");
      assertThat(world.shown(ImageRequest.class, 1))
          .containsExactly(ImageRequest.of("A lighthouse"));
      assertThat(world.myOwnHistory.recentEntries("default", 9).blockingGet())
          .extracting(entry -> entry.message().content())
          .startsWith("Show me a lighthouse", "Look:");
    }
  }

  private static List<GeneratedImage> images(SnippetFixture world, int count) {
    return world.events(ImageGenerationCompleted.class, count).stream()
        .map(ImageGenerationCompleted::picture)
        .toList();
  }
}
