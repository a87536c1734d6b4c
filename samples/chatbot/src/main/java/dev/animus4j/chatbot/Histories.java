package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.Entry;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * About how much memory the conversations take, by what is heard of them; and what each has drawn,
 * and shows its model.
 */
final class Histories {
  private static final long ENTRY = 300;
  private static final long PICTURE = 5_000;

  /** So many of the latest messages may be sent to a model, as {@code ChatOptions.of} has it. */
  private static final int WINDOW = 20;

  private static final long LONGEST_WINDOW = WINDOW * 16_000L;

  private final Share share;
  private final Holdings<String> held;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();
  private final Map<URI, String> drawnIn = new ConcurrentHashMap<>();

  /** What is known of one conversation. */
  private static final class Kept {
    private final Deque<Long> shown = new ArrayDeque<>();
    private final List<URI> drawn = new ArrayList<>();
  }

  /** Bounded by this many bytes of all; 0 for no bound. */
  Histories(long bytes) {
    this.share = Share.of(bytes == 0 ? Long.MAX_VALUE : bytes, 1);
    this.held = new Holdings<>(share);
  }

  /** The user says something, and shows pictures of so many bytes. */
  void says(String conversation, long bytes) {
    Kept one = of(conversation);
    synchronized (one) {
      one.shown.addLast(bytes);
      while (one.shown.size() > WINDOW) {
        one.shown.removeFirst();
      }
    }
  }

  private Kept of(String conversation) {
    return kept.computeIfAbsent(conversation, unknown -> new Kept());
  }

  /**
   * Weighs what was said or drawn.
   *
   * @return the conversations that have to go for it
   */
  List<String> heard(Owner owner, ChatEvent event) {
    String id = event.conversationId();
    if (event instanceof ImageGenerationCompleted drawn) {
      return drew(owner, id, drawn.picture().imageUrl());
    } else if (event instanceof MessageCompleted said) {
      return weigh(owner, id, held.weight(id) + weight(said.content(), said.reasoning()));
    } else if (event instanceof MessageStarted begun
        && begun.messageType() == MessageType.REGULAR) {
      return weigh(owner, id, held.weight(id) + weight(begun.content(), null));
    }
    return List.of();
  }

  /**
   * Knows that a picture was drawn, and weighs what is remembered of it.
   *
   * @return the conversations that have to go for it
   */
  List<String> drew(Owner owner, String conversation, URI picture) {
    Kept one = of(conversation);
    synchronized (one) {
      one.drawn.add(picture);
    }
    drawnIn.put(picture, conversation);
    return weigh(owner, conversation, held.weight(conversation) + PICTURE);
  }

  private List<String> weigh(Owner owner, String conversation, long weight) {
    return held.put(owner, conversation, weight);
  }

  private static long weight(String said, @Nullable String reasoning) {
    return ENTRY + 2L * said.length() + (reasoning == null ? 0 : 2L * reasoning.length());
  }

  /** How many of the oldest entries have to go so that the conversation is not too long. */
  int excess(List<Entry> entries) {
    long left = share.session() / 4;
    int at = entries.size();
    while (at > 0 && left > 0) {
      at--;
      left -= weight(entries.get(at).message().content(), entries.get(at).reasoning());
    }
    return at;
  }

  /** Whether it is time to look for {@link #excess}. */
  boolean isLong(String conversation) {
    return held.weight(conversation) > share.session() / 2;
  }

  /** It was shortened to these. */
  void shortened(String conversation, List<Entry> entries) {
    long weight =
        entries.stream()
            .mapToLong(entry -> weight(entry.message().content(), entry.reasoning()))
            .sum();
    held.owner(conversation).ifPresent(owner -> weigh(owner, conversation, weight));
  }

  /** About how many bytes a conversation takes. */
  long bytes(String conversation) {
    return held.weight(conversation);
  }

  /** About how many bytes of text a model is sent. */
  long text(String conversation) {
    return Math.min(held.weight(conversation), LONGEST_WINDOW);
  }

  /** How many bytes of pictures a model may be shown again. */
  long shown(String conversation) {
    Kept one = kept.get(conversation);
    if (one == null) {
      return 0;
    }
    synchronized (one) {
      return one.shown.stream().mapToLong(bytes -> bytes).sum();
    }
  }

  /** Forgets a conversation; tells what it has drawn. */
  List<URI> forget(String conversation) {
    held.remove(conversation);
    Kept one = kept.remove(conversation);
    if (one == null) {
      return List.of();
    }
    synchronized (one) {
      drawnIn.keySet().removeAll(one.drawn);
      return List.copyOf(one.drawn);
    }
  }

  /** In which conversation a picture was drawn, as far as that is known. */
  Optional<String> conversation(URI picture) {
    return Optional.ofNullable(drawnIn.get(picture));
  }

  /** The conversations of a session, since this was started. */
  List<String> of(Owner owner) {
    return held.of(owner.session());
  }

  long bytes() {
    return held.weight();
  }

  int count() {
    return held.count();
  }
}
