package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent;
import dev.animus4j.chat.model.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Verifies one conversation by the events published to all. */
final class ConversationVerifier {
  private final String id;
  private final SimulatedWorld world;
  private final List<SentMessage> messages = new ArrayList<>();
  private final Map<String, EventGrammar> grammars = new HashMap<>();
  private final Map<String, String> prompts = new HashMap<>();
  private List<ChatEvent> published = new ArrayList<>();
  private int lastSettled = -1;

  ConversationVerifier(String id, SimulatedWorld world) {
    this.id = id;
    this.world = world;
  }

  String id() {
    return id;
  }

  SimulatedWorld world() {
    return world;
  }

  long now() {
    return world.now();
  }

  StoredConversation storedConversation() {
    return world.stores().conversation(id);
  }

  boolean mayFail() {
    return world.stores().mayFail();
  }

  int lastSettled() {
    return lastSettled;
  }

  void settle(int at) {
    lastSettled = Math.max(lastSettled, at);
  }

  /** All events that the current client has published. */
  List<ChatEvent> publishedEvents() {
    return published;
  }

  /** The sequence of the latest event. */
  long lastSequence() {
    return published.size();
  }

  /** Starts over after the client was closed: the next one counts anew. */
  void reset() {
    published = new ArrayList<>();
    Invariant.holds(prompts.isEmpty(), "pictures that never ended: %s", prompts);
  }

  void add(SentMessage message) {
    messages.add(message);
  }

  List<SentMessage> messages() {
    return messages;
  }

  /** The locations of all images attached here. */
  Stream<URI> attachments() {
    return grammars.values().stream().flatMap(grammar -> grammar.content().attachments());
  }

  List<SentMessage> others(SentMessage message) {
    return messages.stream().filter(other -> other != message).toList();
  }

  /** The ids of the images being generated. */
  Stream<String> openImages() {
    return prompts.keySet().stream();
  }

  /** Records an event that was published. */
  void onPublished(ChatEvent event) {
    published.add(event);
    Invariant.holds(event.sequence() == lastSequence(), "number %d is %s", lastSequence(), event);
    long at = event.stamp().timestamp().toEpochMilli();
    Invariant.holds(at == now(), "%s at %d", event, now());
    if (event instanceof ImageEvent.ImageGenerationStarted started) {
      Invariant.holds(prompts.put(started.imageId(), started.prompt()) == null, "twice: %s", event);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      Invariant.holds(prompts.remove(completed.imageId()) != null, "never begun: %s", event);
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      String prompt = prompts.remove(failed.imageId());
      boolean withheld = prompt == null && failed.prompt().isEmpty();
      Invariant.holds(withheld || failed.prompt().equals(prompt), "never begun: %s", event);
    }
  }

  /** Records the same event, as delivered to the sender of the message. */
  void onDelivered(SentMessage message, ChatEvent event) {
    EventGrammar grammar =
        grammars.computeIfAbsent(
            event.exchangeId(),
            any ->
                new EventGrammar(
                    message, new ContentVerifier(message, new HistoryVerifier(this, message))));
    message.setGrammar(grammar);
    grammar.onEvent(event);
  }

  /** Marks all current exchanges as stopped. */
  void stop() {
    messages.forEach(message -> message.stop(now()));
  }

  /** The message whose response is being published; a stopped one only if there is no other. */
  @Nullable SentMessage activeMessage() {
    List<SentMessage> answering = messages.stream().filter(message -> isActive(message)).toList();
    return answering.stream()
        .filter(message -> !message.isStopped())
        .findFirst()
        .orElseGet(() -> answering.isEmpty() ? null : answering.get(answering.size() - 1));
  }

  /** Verifies the state when all due tasks have run. */
  void verify() {
    List<SentMessage> active = messages.stream().filter(message -> !message.isOver()).toList();
    List<SentMessage> current = active.stream().filter(s -> isActive(s) && !s.isStopped()).toList();
    Invariant.holds(current.size() <= 1, "they speak at once: %s", current);
    storedConversation().verifyWaits();
    boolean busy = storedConversation().isBusy() || world.stores().imageStore().isBusy();
    boolean open = !world.clients().isClosing();
    for (SentMessage message : active) {
      boolean generates = open && message.grammar() != null && message.grammar().isDrawing();
      Invariant.holds(
          !message.isStopped() || busy || generates, "%s was stopped, and goes on", message);
    }
    long stale =
        active.stream()
            .filter(ConversationVerifier::isStale)
            .map(SentMessage::grammar)
            .distinct()
            .count();
    Invariant.holds(
        stale <= (current.isEmpty() ? 1 : 0), "%d are stale, and wait: %s", stale, active);
  }

  /** Whether it had to give way to a later one; the first in the queue need not. */
  private static boolean isStale(SentMessage message) {
    EventGrammar grammar = message.grammar();
    return grammar != null && grammar.isQueued() && message.mayBeDropped() && !message.isStopped();
  }

  private static boolean isActive(SentMessage message) {
    EventGrammar grammar = message.grammar();
    return grammar != null && grammar.send() == message && grammar.isActive();
  }

  /** Verifies the final state. */
  void verifyAll() {
    Invariant.holds(prompts.isEmpty(), "pictures without an end: %s", prompts);
    grammars.values().forEach(this::verifyInput);
    messages.forEach(message -> Invariant.holds(message.isOver(), "it never ended: %s", message));
    messages.forEach(
        message -> message.listeners().forEach(listener -> listener.verify(events(message))));
    Invariant.holds(
        storedConversation().unsettled().isEmpty(),
        "remembered, not told: %s",
        storedConversation().unsettled());
  }

  private static List<ChatEvent> events(SentMessage message) {
    return message.grammar() == null ? List.of() : message.grammar().events();
  }

  private void verifyInput(EventGrammar grammar) {
    String sent =
        messages.stream()
            .filter(message -> message.grammar() == grammar)
            .map(SentMessage::message)
            .map(Message::content)
            .collect(Collectors.joining("\n"));
    world.guardrail().verifyInput(id, sent, grammar);
  }
}
