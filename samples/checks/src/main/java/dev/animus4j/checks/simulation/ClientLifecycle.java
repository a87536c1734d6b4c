package dev.animus4j.checks.simulation;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.AnimusClientBuilder;
import dev.animus4j.chat.Chat;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The current client, and those that replace it when it is closed. */
final class ClientLifecycle {
  private final SimulatedWorld simulatedWorld;
  private final Vertx vertx;
  private final RandomChoices randomChoices;
  private final Set<SentMessage> before = new HashSet<>();
  private final Map<String, Chat> chats = new HashMap<>();
  private AnimusClient animus;
  private boolean closing;
  private boolean closed;

  ClientLifecycle(SimulatedWorld simulatedWorld, Vertx vertx) {
    this.simulatedWorld = simulatedWorld;
    this.vertx = vertx;
    this.randomChoices = simulatedWorld.random();
    this.animus = newClient();
  }

  /** Creates a client that shares only the stores with the previous one. */
  private AnimusClient newClient() {
    AnimusClientBuilder builder =
        AnimusClient.builder(vertx)
            .chatModel(simulatedWorld.models().chat())
            .imageModel(simulatedWorld.models().images())
            .imageStore(simulatedWorld.stores().imageStore())
            .history(simulatedWorld.stores().history())
            .options(new RandomOptions(simulatedWorld).strictOptions("none"))
            .scheduler(simulatedWorld.clientScheduler())
            .random(new FaultyRandom(simulatedWorld));
    return simulatedWorld.guardrail().addTo(builder).build();
  }

  AnimusClient client() {
    return animus;
  }

  /** A conversation, which stays in memory: what the collector clears differs from run to run. */
  Chat chat(String id) {
    Chat chat = animus.chat(id);
    chats.put(id, chat);
    return chat;
  }

  boolean isClosing() {
    return closing;
  }

  /** Whether all exchanges have ended. */
  boolean isClosed() {
    return closed;
  }

  /** Runs a step at once, or later on a Vert.x context, as a caller of the client would. */
  void callOnAnyThread(Runnable step) {
    if (randomChoices.oneIn(6)) {
      simulatedWorld.counters().add("calls on a context");
      vertx.getOrCreateContext().runOnContext(now -> step.run());
    } else {
      step.run();
    }
  }

  /** Whether a message was sent by the current client. */
  boolean isOfCurrentClient(SentMessage sentMessage) {
    return !before.contains(sentMessage);
  }

  /**
   * Closes the client at any time, and perhaps twice; once all is quiet, another one replaces it.
   */
  void close() {
    if (closing) {
      return;
    }
    closing = true;
    simulatedWorld.log().record("world", "closes");
    simulatedWorld.registry().talks().forEach(ConversationVerifier::stop);
    close(animus);
    if (randomChoices.oneIn(3)) {
      close(animus);
    }
    AnimusClient same = animus;
    if (randomChoices.oneIn(3)) {
      var unused =
          simulatedWorld.scheduler().schedule(randomChoices.delay(40_000), () -> close(same));
    }
  }

  private void close(AnimusClient client) {
    simulatedWorld.counters().add("close");
    simulatedWorld.sideTaskStarted();
    boolean present = client == animus;
    List<SentMessage> open =
        simulatedWorld.registry().active().stream().filter(s -> present).toList();
    List<String> drawings =
        simulatedWorld.registry().talks().stream()
            .flatMap(ConversationVerifier::openImages)
            .filter(id -> present)
            .toList();
    var unused =
        client
            .closeAsync()
            .doFinally(simulatedWorld::sideTaskEnded)
            .subscribe(
                () -> simulatedWorld.runVerified(() -> verifyClosed(open, drawings)),
                simulatedWorld::recordFailure);
  }

  private void verifyClosed(List<SentMessage> open, List<String> drawings) {
    open.forEach(
        sentMessage ->
            Invariant.holds(sentMessage.isOver(), "the client is closed, but not %s", sentMessage));
    for (ConversationVerifier conversationVerifier : simulatedWorld.registry().talks()) {
      boolean none = conversationVerifier.openImages().noneMatch(drawings::contains);
      Invariant.holds(none, "the client is closed, pictures are being made: %s", drawings);
    }
    if (closing && !closed) {
      closed = true;
      reopen();
    }
  }

  private void reopen() {
    var unused =
        simulatedWorld
            .scheduler()
            .schedule(
                1 + randomChoices.upToInclusive(2_000),
                () -> simulatedWorld.runVerified(this::startNext));
  }

  private void startNext() {
    if (!simulatedWorld.isQuiet()) {
      reopen();
      return;
    }
    simulatedWorld.log().record("world", "opens another client");
    closing = false;
    closed = false;
    before.addAll(simulatedWorld.registry().all());
    simulatedWorld.restart();
    animus = newClient();
  }
}
