package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.provider.inline.ChoiceImages;
import dev.animus4j.chat.provider.inline.InlineImageFilter;
import dev.animus4j.chat.text.StreamedText;
import dev.animus4j.http.WellFormedText;
import org.jspecify.annotations.Nullable;

/** Text of a message and its reasoning, without the images in them. */
final class MessageText {
  private final InlineImageFilter words;
  private final ThinkTagFilter content;
  private @Nullable InlineImageFilter thoughts;
  private @Nullable StreamedText reasoning;

  /**
   * @param images where images within the text go; those within reasoning are dropped
   */
  MessageText(ThinkTags thinkTags, ChoiceImages images) {
    this.content = new ThinkTagFilter(thinkTags);
    this.words = new InlineImageFilter(images);
  }

  /** Adds a delta; returns the text that can be emitted now, which may be empty. */
  String add(String delta) {
    return content.add(words.add(delta));
  }

  /** Adds the text of a message or its delta, and its reasoning. */
  String add(CompletionView.MessageJson message) {
    String delta = message.reasoning();
    if (!delta.isEmpty()) {
      thoughts = thoughts == null ? new InlineImageFilter(null) : thoughts;
      reasoning = reasoning == null ? new StreamedText() : reasoning;
      reasoning.add(thoughts.add(delta));
    }
    return add(message.content());
  }

  /** Ends the text; returns what was held back. */
  String end() {
    endReasoning();
    return content.add(words.end()) + content.end();
  }

  /** Ends an incomplete text; returns what was held back, unless it may be reasoning. */
  String abort() {
    endReasoning();
    return content.add(words.end()) + content.abort();
  }

  private void endReasoning() {
    if (thoughts != null && reasoning != null) {
      reasoning.add(thoughts.end());
    }
  }

  /** The reasoning since the last call. */
  String takeReasoning() {
    return reasoning == null ? content.takeReasoning() : reasoning.take();
  }

  /** The complete text, without reasoning. */
  String content() {
    String all = content.content();
    return WellFormedText.of(words.hasRemoved() ? all.strip() : all);
  }

  /** The reasoning; null when there is none. */
  @Nullable String reasoning() {
    return reasoning == null ? content.reasoning() : reasoning.toString();
  }
}
