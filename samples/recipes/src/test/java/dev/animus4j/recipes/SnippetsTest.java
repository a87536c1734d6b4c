package dev.animus4j.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.GeneratedImage;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
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
      List<String> prompts = world.shown(String.class, 3);
      assertThat(prompts.get(2)).isEqualTo(prompts.get(0) + ", with more vibrant colors");
      assertThat(prompts.get(1)).isNotBlank();
      assertThat(world.shown(URI.class, 2))
          .allSatisfy(image -> assertThat(image.toString()).startsWith("file:/").endsWith(".png"))
          .doesNotHaveDuplicates();
      assertThat(world.simulator().requests())
          .filteredOn(request -> request.path().endsWith("/generate/image"))
          .hasSize(2);
    }
  }

  @Test
  void theComposedClientFallsBackAndHasImagesAndAHistoryOfItsOwn() throws Exception {
    try (SnippetFixture world = run(Snippet.with("README.md", "myOwnHistory"))) {
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
