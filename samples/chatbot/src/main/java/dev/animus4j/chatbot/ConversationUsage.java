package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.history.HistoryEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Approximate size of each conversation that is used, estimated from its events, and of the images
 * attached to its prompts.
 */
final class ConversationUsage {
  private static final long ENTRY = 300;
  private static final long IMAGE = 5_000;

  /** The number of latest messages that may be sent to a model, as in {@code ChatOptions.of}. */
  private static final int WINDOW = 20;

  private static final long LONGEST_WINDOW = WINDOW * 16_000L;

  private final Quota quota;
  private final QuotaTracker<String> weights;
  private final Map<String, Deque<Long>> attachments = new ConcurrentHashMap<>();

  /** Limited to this many bytes in total; 0 for no limit. */
  ConversationUsage(long bytes) {
    this.quota = Quota.of(bytes == 0 ? Long.MAX_VALUE : bytes, 1);
    this.weights = new QuotaTracker<>(quota);
  }

  /** Records a message of the user with attachments of so many bytes. */
  void recordMessage(String conversation, long bytes) {
    Deque<Long> attached = attachments.computeIfAbsent(conversation, none -> new ArrayDeque<>());
    synchronized (attached) {
      attached.addLast(bytes);
      while (attached.size() > WINDOW) {
        attached.removeFirst();
      }
    }
  }

  /** Whether the size of a conversation is known; it is not when it is empty. */
  boolean isKnown(String conversation) {
    return weights.owner(conversation).isPresent();
  }

  /**
   * Records a conversation of an earlier process, unless it is known.
   *
   * @param attached bytes of the attachments of each of its latest messages
   * @return the conversations to evict
   */
  synchronized List<String> restore(
      ClientSession clientSession, String id, List<HistoryEntry> entries, List<Long> attached) {
    if (isKnown(id)) {
      return List.of();
    }
    attached.forEach(bytes -> recordMessage(id, bytes));
    return setWeight(clientSession, id, weight(entries));
  }

  /**
   * Adds the weight of a message or an image.
   *
   * @return the conversations to evict
   */
  List<String> recordEvent(ClientSession clientSession, ChatEvent event) {
    String id = event.conversationId();
    if (event instanceof ImageGenerationCompleted) {
      return recordImage(clientSession, id);
    } else if (event instanceof MessageCompleted completed) {
      return setWeight(
          clientSession,
          id,
          weights.weight(id) + weight(completed.content(), completed.reasoning()));
    } else if (event instanceof MessageReceived received) {
      return setWeight(clientSession, id, weights.weight(id) + weight(received.content(), null));
    }
    return List.of();
  }

  /**
   * Adds the weight of the entry of a generated image.
   *
   * @return the conversations to evict
   */
  List<String> recordImage(ClientSession clientSession, String conversation) {
    return setWeight(clientSession, conversation, weights.weight(conversation) + IMAGE);
  }

  private List<String> setWeight(ClientSession clientSession, String conversation, long weight) {
    return weights.put(clientSession, conversation, weight);
  }

  private static long weight(String content, @Nullable String reasoning) {
    return ENTRY + 2L * content.length() + (reasoning == null ? 0 : 2L * reasoning.length());
  }

  /** The number of oldest entries to delete from a conversation that is too long. */
  int excess(List<HistoryEntry> entries) {
    long remaining = quota.session() / 4;
    int at = entries.size();
    while (at > 0 && remaining > 0) {
      at--;
      remaining -= weight(entries.get(at).message().content(), entries.get(at).reasoning());
    }
    return at;
  }

  /** Whether {@link #excess} should be checked. */
  boolean needsTrimming(String conversation) {
    return weights.weight(conversation) > quota.session() / 2;
  }

  /** Records that the conversation was trimmed to these entries. */
  void recordTrim(String conversation, List<HistoryEntry> entries) {
    weights
        .owner(conversation)
        .ifPresent(clientSession -> setWeight(clientSession, conversation, weight(entries)));
  }

  private static long weight(List<HistoryEntry> entries) {
    return entries.stream()
        .mapToLong(entry -> weight(entry.message().content(), entry.reasoning()))
        .sum();
  }

  /** The approximate bytes of a conversation. */
  long bytes(String conversation) {
    return weights.weight(conversation);
  }

  /** The approximate bytes of text sent to a model. */
  long promptTextBytes(String conversation) {
    return Math.min(weights.weight(conversation), LONGEST_WINDOW);
  }

  /** The bytes of images that may be sent to a model again. */
  long promptImageBytes(String conversation) {
    Deque<Long> attached = attachments.getOrDefault(conversation, new ArrayDeque<>());
    synchronized (attached) {
      return attached.stream().mapToLong(bytes -> bytes).sum();
    }
  }

  void remove(String conversation) {
    weights.remove(conversation);
    attachments.remove(conversation);
  }

  long bytes() {
    return weights.weight();
  }

  int count() {
    return weights.count();
  }
}
