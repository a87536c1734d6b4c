package dev.animus4j.chat.provider.openai;

/** How a server ends a stream of chunks. */
enum StreamEndConvention {
  /** With a finish reason or {@code [DONE]}; a stream without either was cut short. */
  MARKED,

  /** With either of them, or just so. */
  UNMARKED
}
