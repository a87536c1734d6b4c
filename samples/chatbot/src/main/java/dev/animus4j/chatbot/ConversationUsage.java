package dev.animus4j.chatbot;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.history.HistoryEntry;
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
 * Approximate memory of each conversation, estimated from its events; and the images it generated,
 * and attaches to its prompts.
 */
final class ConversationUsage {
  private static final long ENTRY = 300;
  private static final long IMAGE = 5_000;

  /** The number of latest messages that may be sent to a model, as in {@code ChatOptions.of}. */
  private static final int WINDOW = 20;

  private static final long LONGEST_WINDOW = WINDOW * 16_000L;

  private final Quota quota;
  private final QuotaTracker<String> weights;
  private final Map<String, ImageUsage> imageUsages = new ConcurrentHashMap<>();
  private final Map<URI, String> conversationsByImage = new ConcurrentHashMap<>();

  /** Images of one conversation: bytes attached by message, and those generated. */
  private static final class ImageUsage {
    private final Deque<Long> attached = new ArrayDeque<>();
    private final List<URI> generated = new ArrayList<>();
  }

  /** Limited to this many bytes in total; 0 for no limit. */
  ConversationUsage(long bytes) {
    this.quota = Quota.of(bytes == 0 ? Long.MAX_VALUE : bytes, 1);
    this.weights = new QuotaTracker<>(quota);
  }

  /** Records a message of the user with attachments of so many bytes. */
  void recordMessage(String conversation, long bytes) {
    ImageUsage usage = imageUsage(conversation);
    synchronized (usage) {
      usage.attached.addLast(bytes);
      while (usage.attached.size() > WINDOW) {
        usage.attached.removeFirst();
      }
    }
  }

  private ImageUsage imageUsage(String conversation) {
    return imageUsages.computeIfAbsent(conversation, unknown -> new ImageUsage());
  }

  /**
   * Adds the weight of a message or an image.
   *
   * @return the conversations to evict
   */
  List<String> recordEvent(ClientSession clientSession, ChatEvent event) {
    String id = event.conversationId();
    if (event instanceof ImageGenerationCompleted generated) {
      return recordImage(clientSession, id, generated.picture().imageUrl());
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
   * Records a generated image, and adds the weight of its entry.
   *
   * @return the conversations to evict
   */
  List<String> recordImage(ClientSession clientSession, String conversation, URI image) {
    ImageUsage usage = imageUsage(conversation);
    synchronized (usage) {
      usage.generated.add(image);
    }
    conversationsByImage.put(image, conversation);
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
    long weight =
        entries.stream()
            .mapToLong(entry -> weight(entry.message().content(), entry.reasoning()))
            .sum();
    weights
        .owner(conversation)
        .ifPresent(clientSession -> setWeight(clientSession, conversation, weight));
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
    ImageUsage usage = imageUsages.get(conversation);
    if (usage == null) {
      return 0;
    }
    synchronized (usage) {
      return usage.attached.stream().mapToLong(bytes -> bytes).sum();
    }
  }

  /** Removes a conversation, and returns the images it generated. */
  List<URI> remove(String conversation) {
    weights.remove(conversation);
    ImageUsage usage = imageUsages.remove(conversation);
    if (usage == null) {
      return List.of();
    }
    synchronized (usage) {
      conversationsByImage.keySet().removeAll(usage.generated);
      return List.copyOf(usage.generated);
    }
  }

  /** The conversation in which an image was generated, if known. */
  Optional<String> conversation(URI image) {
    return Optional.ofNullable(conversationsByImage.get(image));
  }

  /** The conversations of a session, since this process started. */
  List<String> conversations(ClientSession clientSession) {
    return weights.items(clientSession.session());
  }

  long bytes() {
    return weights.weight();
  }

  int count() {
    return weights.count();
  }
}
