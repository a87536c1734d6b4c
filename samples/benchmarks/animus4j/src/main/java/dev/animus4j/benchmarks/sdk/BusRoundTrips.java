package dev.animus4j.benchmarks.sdk;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageFailed;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends messages, and receives their events on the bus. */
final class BusRoundTrips {
  private final Map<String, RoundTrip> turns = new ConcurrentHashMap<>();

  void send(Chat chat, Op.Done done) {
    turns.put(chat.id(), new RoundTrip(done));
    chat.send(Sample.USER);
  }

  void onEvent(ChatEvent event) {
    RoundTrip roundTrip = turns.get(event.conversationId());
    if (roundTrip != null) {
      roundTrip.onEvent(event);
    }
  }

  /**
   * A streamed response has been received before; otherwise the text has to be the expected one.
   */
  private static final class RoundTrip {
    private final Op.Done done;
    private final StringBuilder streamed = new StringBuilder();
    private long units;

    RoundTrip(Op.Done done) {
      this.done = done;
    }

    private void onEvent(ChatEvent event) {
      if (event instanceof MessageTokens tokens) {
        streamed.append(tokens.content());
      } else if (event instanceof MessageCompleted message) {
        units =
            streamed.isEmpty() ? Sample.text(message.content()) : checkStreamed(message.content());
      } else if (event instanceof MessageFailed failed) {
        units = -1;
        done.fail(new IllegalStateException(failed.error().message()));
      } else if (event instanceof ExchangeCompleted && units > 0) {
        done.ok(units);
      }
    }

    private long checkStreamed(String text) {
      if (!text.contentEquals(streamed)) {
        throw new IllegalStateException("another text was heard than was said");
      }
      return Sample.chunksOf(text);
    }
  }
}
