package dev.animus4j.benchmarks.provider;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;

/** Response bodies as JSON. */
final class ResponseBodies {
  private static final String HEAD = "{\"id\":\"chatcmpl-9f1b2c3d4e5f60718293a4b5c6d7e8f9\",";
  private static final String MODEL =
      "\"created\":1763600000,\"model\":\"vivian-llama3.1-70b-1.0-fp8\",";
  private static final String GEMINI_TAIL =
      "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"abcdef0123456789\"}";
  private static final String[] WORDS = {
    " the", " ocean", " is", " calm", " and", " bright", ",", " with", " soft", " waves", "\\n",
    " of", " light", " over", " sand", "."
  };
  private static final int LENGTH = 600;

  private ResponseBodies() {}

  /** 600 characters as a JSON string, some of them escaped. */
  static String answer() {
    StringBuilder text = new StringBuilder("A \\\"golden\\\" sunset over the ocean.\\n\\n");
    int escapes = 4;
    for (int i = 0; text.length() - escapes < LENGTH - 10; i++) {
      String word = WORDS[i % WORDS.length];
      escapes += word.equals("\\n") ? 1 : 0;
      text.append(word);
    }
    return text.append(".".repeat(LENGTH + escapes - text.length())).toString();
  }

  static String completion() {
    return HEAD
        + "\"object\":\"chat.completion\","
        + MODEL
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + answer()
        + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":57,\"completion_tokens\":141,\"total_tokens\":198},"
        + "\"system_fingerprint\":\"fp_44709d6fcb\"}";
  }

  /** A chunk whose choice has this delta and this finish reason, both as JSON. */
  static String chunk(String delta, String finish) {
    return "data: "
        + HEAD
        + "\"object\":\"chat.completion.chunk\","
        + MODEL
        + "\"system_fingerprint\":\"fp_44709d6fcb\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  static String word(int index) {
    return WORDS[index % WORDS.length];
  }

  static String geminiCompletion() {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
        + answer()
        + "\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":"
        + "{\"promptTokenCount\":57,\"candidatesTokenCount\":141,\"totalTokenCount\":198},"
        + GEMINI_TAIL;
  }

  static String geminiChunk(String word) {
    return "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
        + word
        + "\"}],\"role\":\"model\"},\"index\":0}],\"usageMetadata\":"
        + "{\"promptTokenCount\":57,\"totalTokenCount\":57},"
        + GEMINI_TAIL
        + "\r\n\r\n";
  }

  static String picture(int bytes) {
    return "{\"created\":1763600000,\"data\":[{\"b64_json\":\""
        + noise(bytes)
        + "\"}],\"usage\":{\"total_tokens\":100,\"input_tokens\":50,\"output_tokens\":50,"
        + "\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":40}}}";
  }

  static String geminiPicture(int bytes) {
    return "{\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":"
        + "{\"mimeType\":\"image/png\",\"data\":\""
        + noise(bytes)
        + "\"}}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":"
        + "{\"promptTokenCount\":57,\"candidatesTokenCount\":1290,\"totalTokenCount\":1347},"
        + GEMINI_TAIL;
  }

  /** A PNG whose pixels are noise, and a last byte to check for. */
  private static String noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(42).nextBytes(noise);
    byte[] header = Base64.getDecoder().decode("iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAAA=");
    System.arraycopy(header, 0, noise, 0, header.length);
    ByteBuffer png = ByteBuffer.wrap(noise);
    png.putInt(33, noise.length - 58).putInt(37, 0x49444154); // IDAT
    png.putInt(noise.length - 13, 0).putInt(noise.length - 9, 0x49454E44); // IEND
    noise[bytes - 1] = 0x42;
    return Base64.getEncoder().encodeToString(noise);
  }
}
