package dev.animus4j.chat.provider.openai;

/**
 * What differs between servers in their replies.
 *
 * @param streamEnd how the server ends a stream
 * @param thinkTags see {@link ThinkTagFilter}
 */
record ReplyFormat(StreamEndConvention streamEnd, ThinkTags thinkTags) {}
