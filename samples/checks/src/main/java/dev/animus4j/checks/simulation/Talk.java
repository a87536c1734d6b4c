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
import org.jspecify.annotations.Nullable;

/** One conversation, as everybody hears it. */
final class Talk {
  private final String id;
  private final VirtualTime time;
  private final Memory memory;
  private final Album album;
  private final List<Send> sends = new ArrayList<>();
  private final Map<String, Story> stories = new HashMap<>();
  private final Map<String, String> drawing = new HashMap<>();
  private long sequence;
  private int lastSettled = -1;

  Talk(String id, VirtualTime time, Memory memory, Album album) {
    this.id = id;
    this.time = time;
    this.memory = memory;
    this.album = album;
  }

  String id() {
    return id;
  }

  long now() {
    return time.millis();
  }

  Memory.Shelf shelf() {
    return memory.of(id);
  }

  boolean isInOrder() {
    return memory.isPrompt();
  }

  boolean mayFail() {
    return memory.mayFail() || album.mayFail();
  }

  int lastSettled() {
    return lastSettled;
  }

  void settled(int at) {
    lastSettled = Math.max(lastSettled, at);
  }

  /** The client was closed, and another one takes over: it counts anew. */
  void beginAnew() {
    sequence = 0;
    Rule.that(drawing.isEmpty(), "pictures that never ended: %s", drawing);
  }

  void add(Send send) {
    sends.add(send);
  }

  List<Send> sends() {
    return sends;
  }

  List<Send> othersThan(Send send) {
    return sends.stream().filter(other -> other != send).toList();
  }

  /** An event that was published. */
  void published(ChatEvent event) {
    Rule.that(event.sequence() == ++sequence, "number %d is %s", sequence, event);
    long at = event.stamp().timestamp().toEpochMilli();
    Rule.that(at == now(), "%s at %d", event, now());
    if (event instanceof ImageEvent.ImageGenerationStarted started) {
      Rule.that(drawing.put(started.imageId(), started.prompt()) == null, "twice: %s", event);
    } else if (event instanceof ImageEvent.ImageGenerationCompleted completed) {
      drawn(completed, drawing.remove(completed.imageId()));
    } else if (event instanceof ImageEvent.ImageGenerationFailed failed) {
      boolean known = failed.prompt().equals(drawing.remove(failed.imageId()));
      Rule.that(known, "never begun: %s", event);
    }
  }

  /** What was drawn beside the exchanges is remembered by itself. */
  private void drawn(ImageEvent.ImageGenerationCompleted event, @Nullable String prompt) {
    Rule.that(prompt != null, "never begun: %s", event);
    if (prompt != null && prompt.startsWith(User.ASIDE)) {
      URI place = event.picture().imageUrl();
      int found =
          shelf().settle(e -> e.picture() != null && e.picture().location().equals(place), -1);
      Rule.that(found >= 0, "not remembered: %s", event);
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

  /**
   * At a moment when all has happened that was due.
   *
   * @param open whether the client is; if not, pictures are given up as well
   */
  void judge(List<Send> active, boolean open) {
    List<Send> speaking = active.stream().filter(Talk::isSpeaking).toList();
    Rule.that(speaking.size() <= 1, "they speak at once: %s", speaking);
    boolean busy = shelf().isBusy() || album.isBusy();
    for (Send send : active) {
      boolean drawing = open && send.story() != null && send.story().isDrawing();
      Rule.that(!send.isStopped() || busy || drawing, "%s was stopped, and goes on", send);
    }
    long stale = active.stream().filter(Talk::isStale).map(Send::story).distinct().count();
    Rule.that(stale <= (speaking.isEmpty() ? 1 : 0), "%d are stale, and wait: %s", stale, active);
  }

  /** Whether it had to make room for a later one; the first in line need not. */
  private static boolean isStale(Send send) {
    Story story = send.story();
    return story != null && story.waits() && send.mayBeDropped() && !send.isStopped();
  }

  private static boolean isSpeaking(Send send) {
    Story story = send.story();
    return story != null && story.send() == send && story.isSpeaking() && !send.isStopped();
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
    String said = story.content().said();
    String sent =
        sends.stream()
            .filter(send -> send.story() == story)
            .map(Send::message)
            .map(Message::content)
            .collect(Collectors.joining("\n"));
    Rule.that(said.isEmpty() || said.equals(sent), "'%s' was sent, '%s' is answered", sent, said);
  }
}
