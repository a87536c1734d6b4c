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

/** Sends, and hears on the bus what comes of it. */
final class Turns {
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  void begin(Chat chat, Op.Done done) {
    turns.put(chat.id(), new Turn(done));
    chat.send(Sample.USER);
  }

  void hear(ChatEvent event) {
    Turn turn = turns.get(event.conversationId());
    if (turn != null) {
      turn.hear(event);
    }
  }

  /** What was streamed has been heard before; else the text has to be the one that was sent. */
  private static final class Turn {
    private final Op.Done done;
    private final StringBuilder heard = new StringBuilder();
    private long units;

    Turn(Op.Done done) {
      this.done = done;
    }

    private void hear(ChatEvent event) {
      if (event instanceof MessageTokens tokens) {
        heard.append(tokens.content());
      } else if (event instanceof MessageCompleted message) {
        units = heard.isEmpty() ? Sample.text(message.content()) : streamed(message.content());
      } else if (event instanceof MessageFailed failed) {
        units = -1;
        done.fail(new IllegalStateException(failed.error().message()));
      } else if (event instanceof ExchangeCompleted && units > 0) {
        done.ok(units);
      }
    }

    private long streamed(String text) {
      if (!text.contentEquals(heard)) {
        throw new IllegalStateException("another text was heard than was said");
      }
      return Sample.chunksOf(text);
    }
  }
}
