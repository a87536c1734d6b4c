package dev.animus4j.chat.provider.gemini;

import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.provider.inline.ChoiceImages;
import dev.animus4j.chat.provider.inline.InlineImageFilter;
import dev.animus4j.chat.text.StreamedText;
import dev.animus4j.http.WellFormedText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text and thoughts of a candidate, without the images in them. */
final class GeminiText {
  private final StreamedText content = new StreamedText();
  private final StreamedText reasoning = new StreamedText();
  private final InlineImageFilter thoughts = new InlineImageFilter(null);
  private final InlineImageFilter words;

  /**
   * @param images where images within the text go; those within thoughts are dropped
   */
  GeminiText(ChoiceImages images) {
    this.words = new InlineImageFilter(images);
  }

  void add(String text) {
    content.add(words.add(text));
  }

  void addThought(String text) {
    reasoning.add(thoughts.add(text));
  }

  /** Adds what was held back, since it might have become an image. */
  void end() {
    reasoning.add(thoughts.end());
    content.add(words.end());
  }

  /** Returns what was added since the last call: reasoning, then text. */
  List<ChatUpdate> takeDeltas() {
    List<ChatUpdate> deltas = new ArrayList<>(2);
    String newThoughts = reasoning.take();
    String newWords = content.take();
    if (!newThoughts.isEmpty()) {
      deltas.add(new ChatUpdate.ReasoningDelta(newThoughts));
    }
    if (!newWords.isEmpty()) {
      deltas.add(new ChatUpdate.TextDelta(newWords));
    }
    return deltas;
  }

  /** Whether an image was taken out of the text. */
  boolean hasRemoved() {
    return words.hasRemoved();
  }

  boolean isEmpty() {
    return content.isEmpty() && !hasRemoved();
  }

  String content() {
    String all = content.toString();
    return WellFormedText.of(hasRemoved() ? all.strip() : all);
  }

  @Nullable String reasoning() {
    return reasoning.isEmpty() ? null : reasoning.toString();
  }
}
