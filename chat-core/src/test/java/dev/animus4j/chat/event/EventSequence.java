package dev.animus4j.chat.event;

import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the events of one conversation; each delta says its own sequence. */
final class EventSequence {
  final List<ChatEvent> said = new ArrayList<>();
  private final String conversation;

  EventSequence(String conversation) {
    this.conversation = conversation;
  }

  private EventStamp stamp() {
    return new EventStamp(conversation, "x", said.size() + 1, Instant.EPOCH);
  }

  /** One of many. */
  ChatEvent delta() {
    return saying(new MessageTokens(stamp(), (said.size() + 1) + " "));
  }

  /** One that must not be lost. */
  ChatEvent step() {
    return saying(new FollowUpScheduled(stamp(), said.size()));
  }

  ChatEvent saying(ChatEvent event) {
    said.add(event);
    return event;
  }

  /** What is told, however the deltas are cut: their text joined, and the other events. */
  static List<Object> content(List<ChatEvent> events) {
    List<Object> content = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (ChatEvent event : events) {
      if (event instanceof MessageTokens delta) {
        text.append(delta.content());
      } else {
        content.add(text.toString());
        content.add(event);
        text.setLength(0);
      }
    }
    content.add(text.toString());
    return content;
  }

  /** All that was said after this one. */
  List<ChatEvent> after(long sequence) {
    return said.subList((int) sequence, said.size());
  }
}
