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

/** One conversation, as everybody hears it. */
final class Talk {
  private final String id;
  private final World world;
  private final List<Send> sends = new ArrayList<>();
  private final Map<String, Story> stories = new HashMap<>();
  private final Map<String, String> drawing = new HashMap<>();
  private List<ChatEvent> told = new ArrayList<>();
  private int lastSettled = -1;

  Talk(String id, World world) {
    this.id = id;
    this.world = world;
  }

  String id() {
    return id;
  }

  World world() {
    return world;
  }

  long now() {
    return world.now();
  }

  Shelf shelf() {
    return world.stores().shelf(id);
  }

  boolean mayFail() {
    return world.stores().mayFail();
  }

  int lastSettled() {
    return lastSettled;
  }

  void settled(int at) {
    lastSettled = Math.max(lastSettled, at);
  }

  /** All that the client there is now has told. */
  List<ChatEvent> told() {
    return told;
  }

  /** The number of the latest event. */
  long latest() {
    return told.size();
  }

  /** The client was closed, and another one takes over: it counts anew. */
  void beginAnew() {
    told = new ArrayList<>();
    Rule.that(drawing.isEmpty(), "pictures that never ended: %s", drawing);
  }

  void add(Send send) {
    sends.add(send);
  }

  List<Send> sends() {
    return sends;
  }

  /** Where all the pictures are that were shown here. */
  Stream<URI> shown() {
    return stories.values().stream().flatMap(story -> story.content().shown());
  }

  List<Send> othersThan(Send send) {
    return sends.stream().filter(other -> other != send).toList();
  }

  /** By their ids, the pictures that are being made. */
  Stream<String> drawings() {
    return drawing.keySet().stream();
  }

  /** An event that was published. */
  void published(ChatEvent event) {
    told.add(event);
    Rule.that(event.sequence() == latest(), "number %d is %s", latest(), event);
    long at = event.stamp().timestamp().toEpochMilli();
    Rule.that(at == now(), "%s at %d", event, now());
    if (event instanceof ImageEvent.ImageGenerationStarted started) {
      Rule.that(drawing.put(started.imageId(), started.prompt()) == null, "twice: %s", event);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      Rule.that(drawing.remove(completed.imageId()) != null, "never begun: %s", event);
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      boolean known = failed.prompt().equals(drawing.remove(failed.imageId()));
      Rule.that(known, "never begun: %s", event);
    }
  }

  /** The same event, as it reached who sent the message. */
  void told(Send send, ChatEvent event) {
    Story story =
        stories.computeIfAbsent(
            event.exchangeId(), any -> new Story(send, new Content(send, new Recall(this, send))));
    send.becomes(story);
    story.tell(event);
  }

  /** Nothing more is asked for in any exchange there is now. */
  void stop() {
    sends.forEach(send -> send.stop(now()));
  }

  /** Whose answer is under way; of one that is being stopped, only if there is no other. */
  @Nullable Send speaker() {
    List<Send> speaking = sends.stream().filter(send -> speaks(send)).toList();
    return speaking.stream()
        .filter(send -> !send.isStopped())
        .findFirst()
        .orElseGet(() -> speaking.isEmpty() ? null : speaking.get(speaking.size() - 1));
  }

  /** At a moment when all has happened that was due. */
  void judge() {
    List<Send> active = sends.stream().filter(send -> !send.isOver()).toList();
    List<Send> speaking = active.stream().filter(s -> speaks(s) && !s.isStopped()).toList();
    Rule.that(speaking.size() <= 1, "they speak at once: %s", speaking);
    shelf().judge();
    boolean busy = shelf().isBusy() || world.stores().album().isBusy();
    boolean open = !world.clients().isClosing();
    for (Send send : active) {
      boolean draws = open && send.story() != null && send.story().isDrawing();
      Rule.that(!send.isStopped() || busy || draws, "%s was stopped, and goes on", send);
    }
    long stale = active.stream().filter(Talk::isStale).map(Send::story).distinct().count();
    Rule.that(stale <= (speaking.isEmpty() ? 1 : 0), "%d are stale, and wait: %s", stale, active);
  }

  /** Whether it had to make room for a later one; the first in line need not. */
  private static boolean isStale(Send send) {
    Story story = send.story();
    return story != null && story.waits() && send.mayBeDropped() && !send.isStopped();
  }

  private static boolean speaks(Send send) {
    Story story = send.story();
    return story != null && story.send() == send && story.isSpeaking();
  }

  /** At the end. */
  void judgeAll() {
    Rule.that(drawing.isEmpty(), "pictures without an end: %s", drawing);
    stories.values().forEach(this::judge);
    sends.forEach(send -> Rule.that(send.isOver(), "it never ended: %s", send));
    sends.forEach(send -> send.listeners().forEach(listener -> listener.judge(told(send))));
    Rule.that(shelf().unsettled().isEmpty(), "remembered, not told: %s", shelf().unsettled());
  }

  private static List<ChatEvent> told(Send send) {
    return send.story() == null ? List.of() : send.story().told();
  }

  private void judge(Story story) {
    String sent =
        sends.stream()
            .filter(send -> send.story() == story)
            .map(Send::message)
            .map(Message::content)
            .collect(Collectors.joining("\n"));
    world.sentinel().judgeInput(id, sent, story);
  }
}
