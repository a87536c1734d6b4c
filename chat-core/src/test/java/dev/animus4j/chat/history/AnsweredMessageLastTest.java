package dev.animus4j.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweredMessageLastTest {
  private static final Message ASKED = Message.user("and now?");
  private static final HistoryEntry NOTES = HistoryEntry.summary("notes", Instant.EPOCH);
  private static final HistoryEntry OLD = HistoryEntry.of(Message.user("hi"), Instant.EPOCH);
  private static final HistoryEntry ANSWER =
      HistoryEntry.of(Message.assistant("hello"), Instant.EPOCH);
  private static final HistoryEntry NOW = HistoryEntry.of(ASKED, Instant.EPOCH);

  @Test
  void theAnsweredMessageComesLast() {
    assertThat(PromptMessageConverter.moveToEnd(List.of(OLD, NOW, ANSWER), ASKED))
        .containsExactly(OLD, ANSWER, NOW);
    assertThat(PromptMessageConverter.moveToEnd(List.of(NOW, ANSWER), ASKED))
        .containsExactly(ANSWER, NOW);
    assertThat(PromptMessageConverter.moveToEnd(List.of(OLD, NOW), ASKED))
        .containsExactly(OLD, NOW);
  }

  /** It may have been edited meanwhile, or lost by the store. */
  @Test
  void ifItIsNotThereTheOldestMakesRoomButNotASummary() {
    assertThat(PromptMessageConverter.moveToEnd(List.of(), ASKED)).containsExactly(NOW);
    assertThat(PromptMessageConverter.moveToEnd(List.of(OLD, ANSWER), ASKED))
        .containsExactly(ANSWER, NOW);
    assertThat(PromptMessageConverter.moveToEnd(List.of(NOTES, OLD, ANSWER), ASKED))
        .containsExactly(NOTES, ANSWER, NOW);
    assertThat(PromptMessageConverter.moveToEnd(List.of(NOTES), ASKED)).containsExactly(NOTES, NOW);
  }
}
