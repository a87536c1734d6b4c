package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredExchange;
import dev.animus4j.chat.ledger.StoredImage;
import dev.animus4j.chat.model.Role;

/** Verifies that what becomes true at once is in one step. */
record StepVerifier(ConversationJournal journal) {

  void verify(Step step) {
    for (StoredEvent row : step.events()) {
      verify(row.event(), step);
    }
    boolean running =
        journal.exchanges().values().stream().anyMatch(exchange -> !exchange.isOver());
    boolean told = journal.rows().isEmpty() || step.reserved() >= journal.rows().lastKey();
    Invariant.holds(running ? told : step.reserved() == 0, "reserves too little: %s", step);
  }

  private void verify(ChatEvent event, Step step) {
    if (event instanceof MessageReceived received) {
      verifyEntry(Role.USER, received.content(), step);
    } else if (event instanceof MessageCompleted completed && !completed.content().isBlank()) {
      verifyEntry(Role.ASSISTANT, completed.content(), step);
    } else if (event instanceof ImageGenerationStarted started) {
      verifyOrder(started, step);
    } else if (event instanceof ImageGenerationCompleted completed) {
      verifyImage(completed.imageId(), StoredImage.State.STORED, step);
      Invariant.holds(
          step.entries().stream().anyMatch(it -> it.entry().picture() != null),
          "a picture is not remembered: %s",
          step);
    }
    boolean over = event instanceof ExchangeCompleted;
    Invariant.holds(
        step.exchanges().stream()
                .filter(it -> it.id().equals(event.exchangeId()))
                .anyMatch(it -> it.state() != StoredExchange.State.RUNNING)
            || !over,
        "%s without its state: %s",
        event,
        step);
  }

  /** A picture may have failed already, before it was ordered. */
  private void verifyOrder(ImageGenerationStarted started, Step step) {
    boolean failed =
        step.images().stream()
            .anyMatch(
                it -> it.id().equals(started.imageId()) && it.state() == StoredImage.State.LOST);
    if (!failed) {
      verifyImage(started.imageId(), StoredImage.State.ORDERED, step);
      journal.onOrdered(started.prompt());
    }
  }

  private static void verifyEntry(Role role, String content, Step step) {
    long count =
        step.entries().stream()
            .map(it -> it.entry().message())
            .filter(it -> it.role() == role && it.content().equals(content))
            .count();
    Invariant.holds(count == 1, "'%s' is remembered %d times: %s", content, count, step);
  }

  private static void verifyImage(String id, StoredImage.State state, Step step) {
    Invariant.holds(
        step.images().stream().anyMatch(it -> it.id().equals(id) && it.state() == state),
        "the picture %s is not %s: %s",
        id,
        state,
        step);
  }
}
