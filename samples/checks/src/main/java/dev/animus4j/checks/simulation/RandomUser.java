package dev.animus4j.checks.simulation;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import io.reactivex.rxjava3.core.Flowable;

/** User of the client: sends, interrupts, subscribes, cancels, edits, closes. */
final class RandomUser {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final MessageSender messageSender;
  private final int messages;

  RandomUser(SimulatedWorld simulatedWorld, int messages) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.messageSender = new MessageSender(simulatedWorld);
    this.messages = messages;
  }

  /** Performs random actions, until all messages are sent. */
  void actUntilDone() {
    simulatedWorld.runVerified(this::actOnce);
    if (messageSender.sentCount() < messages) {
      long pause =
          randomChoices.percent(40)
              ? randomChoices.upToInclusive(2)
              : randomChoices.upToInclusive(randomChoices.oneIn(3) ? 40_000 : 3_000);
      simulatedWorld.scheduler().schedule(pause, this::actUntilDone);
    }
  }

  private void actOnce() {
    ConversationVerifier conversationVerifier =
        randomChoices.any(simulatedWorld.registry().talks());
    switch (randomChoices.upToInclusive(23)) {
      case 0, 1 -> interrupt(conversationVerifier);
      case 2 -> simulatedWorld.directImages().requestImage(conversationVerifier);
      case 3 -> edit(conversationVerifier);
      case 4 -> messageSender.subscribeLate(conversationVerifier);
      case 5 -> askModelDirectly(conversationVerifier);
      case 6, 7 -> messageSender.sendAgain(conversationVerifier);
      case 8 -> messageSender.sendOnce(conversationVerifier);
      case 9 -> maybe(() -> simulatedWorld.clients().close());
      case 10, 11 -> disturb(conversationVerifier);
      default -> messageSender.send(conversationVerifier);
    }
  }

  /** Sends a message that is answered in any case, unless the conversation is stuck. */
  SentMessage probe(ConversationVerifier conversationVerifier) {
    return messageSender.sendProbe(conversationVerifier);
  }

  private void maybe(Runnable action) {
    if (randomChoices.oneIn(4)) {
      action.run();
    }
  }

  private void disturb(ConversationVerifier conversationVerifier) {
    if (simulatedWorld.has(WorldFeature.LOST_PICTURES) && randomChoices.oneIn(3)) {
      simulatedWorld.stores().imageStore().loseImage();
    }
    if (simulatedWorld.has(WorldFeature.BUS_LISTENERS)) {
      simulatedWorld.busSubscribers().subscribe(conversationVerifier);
    }
  }

  private Chat chat(ConversationVerifier conversationVerifier) {
    return simulatedWorld.clients().chat(conversationVerifier.id());
  }

  private void interrupt(ConversationVerifier conversationVerifier) {
    record(conversationVerifier, "interrupts");
    conversationVerifier.stop();
    chat(conversationVerifier).interrupt();
  }

  /**
   * Calls a model directly, and cancels at any time; during the response, or while it is silent.
   */
  private void askModelDirectly(ConversationVerifier conversationVerifier) {
    ChatRequest request = ChatRequest.of(Message.user("aside")).withModel("aside");
    Flowable<ChatUpdate> answer =
        randomChoices.oneIn(3)
            ? chat(conversationVerifier)
                .completions(request)
                .<ChatUpdate>map(response -> response)
                .toFlowable()
            : chat(conversationVerifier).stream(request);
    DirectModelSubscriber directModelSubscriber =
        new DirectModelSubscriber(
            simulatedWorld,
            randomChoices.oneIn(3) ? 1 + randomChoices.upToInclusive(3) : Integer.MAX_VALUE);
    simulatedWorld.sideTaskStarted();
    Flowable<ChatUpdate> ended = answer.doFinally(simulatedWorld::sideTaskEnded);
    simulatedWorld.clients().callOnAnyThread(() -> ended.subscribe(directModelSubscriber));
    simulatedWorld.scheduler().schedule(randomChoices.delay(90_000), directModelSubscriber::cancel);
  }

  private void edit(ConversationVerifier conversationVerifier) {
    record(conversationVerifier, "edits");
    int at = randomChoices.upToInclusive(5);
    var history = chat(conversationVerifier).history();
    var unused =
        switch (randomChoices.upToInclusive(3)) {
          case 0 -> history.clear().subscribe();
          case 1 -> history.delete(at).subscribe();
          case 2 -> history.update(at, Message.assistant("edited")).subscribe();
          default -> history.update(at, Message.tool("k" + at + "_1", "edited")).subscribe();
        };
  }

  private void record(ConversationVerifier conversationVerifier, Object what) {
    simulatedWorld.log().record(conversationVerifier.id(), what);
  }
}
