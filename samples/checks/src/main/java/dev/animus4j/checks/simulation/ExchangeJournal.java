package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.event.StoredEvent;

/** What is stored of one exchange. */
final class ExchangeJournal {
  private final StringBuilder text = new StringBuilder();
  private String name = "";
  private int starts;
  private int requests;
  private boolean over;
  private boolean answered;

  /** The name of its first message; empty if none was received. */
  String name() {
    return name;
  }

  boolean isOver() {
    return over;
  }

  boolean isAnswered() {
    return answered;
  }

  /** The text of the deltas that are stored of the message that was begun last. */
  String text() {
    return text.toString();
  }

  void add(StoredEvent row, EventCounters counters) {
    ChatEvent event = row.event();
    Invariant.holds(!over, "after the end of its exchange comes %s", event);
    if (event instanceof MessageReceived received) {
      name = received.content().split("\\s", 2)[0];
    } else if (event instanceof MessageStarted started) {
      if (started.messageType() != MessageType.AUTO) {
        starts++;
        text.setLength(0);
      }
    } else if (event instanceof MessageTokens tokens) {
      text.append(tokens.content());
    } else if (event instanceof ExchangeCompleted end) {
      over = true;
      answered = end.messages() + end.images() > 0;
      counters.add("stored " + end.outcome());
    }
  }

  /**
   * A request to the chat model, which follows a stored start.
   *
   * @param owned whether it is made by the client that has claimed the conversation last; others do
   *     not know yet that they have lost it
   */
  void onRequest(boolean owned) {
    requests++;
    Invariant.holds(requests <= starts, "%s: %d requests, %d starts", name, requests, starts);
    Invariant.holds(!over || !owned, "%s is over, and a model is asked", name);
  }
}
