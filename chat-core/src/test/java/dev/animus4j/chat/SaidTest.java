package dev.animus4j.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaidTest {
  private static final Message ASKED = Message.user("and now?");
  private static final Entry NOTES = Entry.summary("notes", Instant.EPOCH);
  private static final Entry OLD = Entry.of(Message.user("hi"), Instant.EPOCH);
  private static final Entry ANSWER = Entry.of(Message.assistant("hello"), Instant.EPOCH);
  private static final Entry NOW = Entry.of(ASKED, Instant.EPOCH);

  @Test
  void whatIsAskedComesLast() {
    assertThat(Said.last(List.of(OLD, NOW, ANSWER), ASKED)).containsExactly(OLD, ANSWER, NOW);
    assertThat(Said.last(List.of(NOW, ANSWER), ASKED)).containsExactly(ANSWER, NOW);
    assertThat(Said.last(List.of(OLD, NOW), ASKED)).containsExactly(OLD, NOW);
  }

  /** Somebody may have edited it meanwhile, or the store has lost it. */
  @Test
  void ifItIsNotThereTheOldestMakesRoomButNotASummary() {
    assertThat(Said.last(List.of(), ASKED)).containsExactly(NOW);
    assertThat(Said.last(List.of(OLD, ANSWER), ASKED)).containsExactly(ANSWER, NOW);
    assertThat(Said.last(List.of(NOTES, OLD, ANSWER), ASKED)).containsExactly(NOTES, ANSWER, NOW);
    assertThat(Said.last(List.of(NOTES), ASKED)).containsExactly(NOTES, NOW);
  }
}
