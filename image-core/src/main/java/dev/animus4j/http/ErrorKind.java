package dev.animus4j.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kind of an error that its status does not tell: by the codes and types that providers use for it,
 * and by their words where they give no code, or one that is too coarse.
 */
enum ErrorKind {
  CONTEXT_LENGTH(
      Set.of(
          "context_length_exceeded",
          "context_window_exceeded",
          "contextwindowexceedederror",
          "exceed_context_size_error",
          "model_context_window_exceeded",
          "model_max_prompt_tokens_exceeded",
          "prompt_too_long",
          "1261"),
      "context[ _](?:length|window|size|limit)(?: has been)? (?:is only|of only|exceed|overflow)",
      "(?:exceed\\w*|reached|longer than|larger than|greater than|beyond|too large for)"
          + "\\b.{0,60}\\b(?:context|model) (?:length|window|size|limit)",
      "maximum (?:context|model|prompt|sequence) (?:length|size)|max_model_len\\b",
      "(?:input|prompt|message|conversation|request)s? (?:is|are) too long",
      "(?:prompt|input|messages?) exceeds? (?:the )?max(?:imum)? length",
      "exceeds? the maximum number of tokens",
      "input token count (?:is|of)?.{0,20}(?:exceeds|but model only supports)",
      "too many (?:input |prompt )?tokens(?: in|:)|token limit exceeded|model token limit",
      "reduce the length of the (?:messages|prompt|input)",
      "number of tokens in the prompt cannot exceed|`inputs` (?:must have less than|tokens \\+)",
      "input tokens exceed|prompt token count of",
      "range of input length should be|输入长度|超长|超过.{0,20}长度");

  /** In characters, of a message that is searched. */
  private static final int MAX_MESSAGE = 4_000;

  private final Set<String> codes;
  private final Pattern words;

  ErrorKind(Set<String> codes, String... words) {
    this.codes = codes;
    this.words = Pattern.compile(String.join("|", words), Pattern.CASE_INSENSITIVE);
  }

  boolean hasCode(String code) {
    return codes.contains(code.toLowerCase(Locale.ROOT));
  }

  boolean isDescribedBy(String message) {
    String head = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    return words.matcher(head).find();
  }
}
