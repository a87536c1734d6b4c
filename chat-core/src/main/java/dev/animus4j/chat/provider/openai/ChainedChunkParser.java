package dev.animus4j.chat.provider.openai;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chain of parsers for the chunks of a stream, fastest first: by the template of the chunk before,
 * then token by token. A chunk that neither of them reads is for {@link CompletionView}, which
 * makes a tree of it.
 */
final class ChainedChunkParser implements TextChunkParser {
  private final TemplateChunkParser template = new TemplateChunkParser();
  private final TokenChunkParser tokens;

  /**
   * @param knownExtra see {@link TokenChunkParser}
   */
  ChainedChunkParser(Predicate<String> knownExtra) {
    this.tokens = new TokenChunkParser(knownExtra);
  }

  @Override
  public @Nullable String parse(byte[] chunk, int offset, int length) {
    String text = template.parse(chunk, offset, length);
    return text == null ? parseTokens(chunk, offset, length) : text;
  }

  /** While chunks fit a template, the token parser is not needed, and gives up its memory. */
  private @Nullable String parseTokens(byte[] chunk, int offset, int length) {
    String text = tokens.parse(chunk, offset, length);
    if (text != null && template.learn(chunk, offset, length, text)) {
      tokens.close();
    }
    return text;
  }

  /** Releases the buffers of the parser, after the last chunk. */
  void close() {
    tokens.close();
  }
}
