package dev.animus4j.chat.provider.openai;

import org.jspecify.annotations.Nullable;

/** Reads the text of a chunk that holds nothing else; gives null for any other chunk. */
@FunctionalInterface
interface TextChunkParser {
  @Nullable String parse(byte[] chunk, int offset, int length);
}
