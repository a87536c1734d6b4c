package dev.animus4j.checks;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.MessageEvent.MessageQueued;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.checks.history.ObservedEvent;
import dev.animus4j.checks.history.ObservedHistory;
import dev.animus4j.checks.history.ObservedSend;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long messages took from being sent to their first event, by how they came to the owner. */
final class SendDelays {
  private final Map<Way, Delays> delays = new EnumMap<>(Way.class);

  private enum Way {
    OWN("on its node"),
    FORWARDED("forwarded"),
    CLAIMED("with a claim");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  static SendDelays of(ObservedHistory observed) {
    SendDelays all = new SendDelays();
    Map<String, ObservedSend> sends =
        observed.sends().stream()
            .filter(send -> send.messageId() == null)
            .collect(Collectors.toMap(ObservedSend::text, send -> send));
    Map<String, Integer> owners = new HashMap<>();
    for (ObservedEvent observedEvent : observed.events()) {
      ChatEvent event = observedEvent.event();
      Integer before = owners.put(event.conversationId(), observedEvent.client());
      ObservedSend send = sends.remove(text(event));
      if (send != null) {
        boolean isClaimed = before == null || before != observedEvent.client();
        boolean isOwn = send.client() == observedEvent.client();
        Way way = isClaimed ? Way.CLAIMED : isOwn ? Way.OWN : Way.FORWARDED;
        all.add(way, observedEvent.nanos() - send.nanos());
      }
    }
    return all;
  }

  private static @Nullable String text(ChatEvent event) {
    return event instanceof MessageReceived received
        ? received.content()
        : event instanceof MessageQueued queued ? queued.content() : null;
  }

  private void add(Way way, long nanos) {
    delays.computeIfAbsent(way, it -> new Delays()).add(nanos);
  }

  /** The median and the 99th percentile of each way. */
  @Override
  public String toString() {
    return delays.entrySet().stream()
        .map(it -> it.getKey().words + " " + it.getValue())
        .collect(Collectors.joining(", ", "until the first event ", ""));
  }
}
