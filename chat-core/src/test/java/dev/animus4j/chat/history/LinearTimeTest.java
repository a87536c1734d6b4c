package dev.animus4j.chat.history;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing that is said keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final String[] TEXT = {
    "<", "<image", " ", "\n", "&lt;", "&amp;", "\\", "%25", "image", "＜", "\u200B", ":", "&#0",
    "desc", "中"
  };

  @Test
  void picturesThatAreNone() {
    assertThat(excessive(text -> ImageTag.escape(Message.user(text)), TEXT)).isEmpty();
    assertThat(excessive(ImageTag::of, TEXT)).isEmpty();
  }

  @Test
  void tokens() {
    assertThat(excessive(EstimatedTokenCounter::tokens, TEXT)).isEmpty();
  }

  @Test
  void manyTurns() {
    Consumer<String> reader =
        text -> {
          HistoryEntry turn = HistoryEntry.of(Message.assistant("x".repeat(200)), Instant.EPOCH);
          var unused = PromptMessageConverter.of(Collections.nCopies(text.length() / 4, turn));
        };
    assertThat(excessive(reader, "x")).isEmpty();
  }
}
