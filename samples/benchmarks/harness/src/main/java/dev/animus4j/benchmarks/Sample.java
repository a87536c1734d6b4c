package dev.animus4j.benchmarks;

import org.jspecify.annotations.Nullable;

/** Sample requests, and checks that a response has what the provider sent; all drivers use them. */
public final class Sample {
  /** The system message. */
  public static final String SYSTEM =
      "You are a helpful assistant with a friendly and creative personality.";

  /** The user message. */
  public static final String USER =
      "Can you show me a beautiful sunset over the ocean, and tell me what you see there?";

  /** The model. */
  public static final String MODEL = "vivian-llama3.1-70b-1.0-fp8";

  /** The prompt of the image. */
  public static final String PICTURE =
      "A serene mountain landscape at sunset with a lake reflection";

  private static final int TEXT_LENGTH = 600;

  private Sample() {}

  /** Counts one response, if this is its text. */
  public static long text(@Nullable String text) {
    if (text == null || text.length() != TEXT_LENGTH) {
      throw new IllegalStateException("a text of length " + (text == null ? -1 : text.length()));
    }
    return 1;
  }

  /** Counts so many bytes, if this is the image. */
  public static long picture(byte[] bytes, int length, int expectedBytes) {
    if (length != expectedBytes || bytes[0] != (byte) 0x89 || bytes[length - 1] != 0x42) {
      throw new IllegalStateException("a picture of " + length + " bytes, not " + expectedBytes);
    }
    return length;
  }

  /**
   * Counts the chunks in which this text was streamed: each begins with a space, or is a
   * punctuation mark.
   */
  public static long chunksOf(String text) {
    return chunks(text.chars().filter(c -> " ,.\n".indexOf(c) >= 0).count());
  }

  /** Counts so many chunks, if there are any. */
  public static long chunks(long count) {
    if (count == 0) {
      throw new IllegalStateException("a stream without words");
    }
    return count;
  }
}
