package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9",
        "This endpoint's maximum context length is 131072 tokens. However, you requested about 14",
        "Your input exceeds the context window of this model. Please adjust your input.",
        "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 3",
        "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).",
        "Unable to submit request because the input token count is 9 but model only supports up to 8",
        "prompt is too long: 213462 tokens > 200000 maximum",
        "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000",
        "Input is too long for requested model.",
        "Please reduce the length of the messages or completion.",
        "the request exceeds the available context size. try increasing the context size",
        "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it",
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
        "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum"
            + " context length",
        "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
        "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000",
        "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4500",
        "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
        "The number of tokens to keep from the initial prompt is greater than the context length.",
        "the model is loaded with context length of only 4096 tokens, which is not enough",
        "the input length exceeds the context length",
        "Invalid request: Your request exceeded model token limit: 8192",
        "Prompt exceeds max length",
        "Range of input length should be [1, 30720]",
        "invalid params, context window exceeds limit (2013)",
        "prompt token count of 70000 exceeds the limit of 64000",
        "litellm.ContextWindowExceededError: litellm.BadRequestError: too many input tokens: 9",
        "Context size has been exceeded.",
        "Reached context length of 4096 tokens with this model",
      })
  void aPromptMayBeTooLongInManyWords(String message) {
    assertThat(ErrorKind.CONTEXT_LENGTH.isDescribedBy(message)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string too long. Expected a string with maximum length 64, but got 70 instead.",
        "max_tokens is too large: 5000. This model supports at most 4096 completion tokens",
        "Unknown parameter: 'context_length'.",
        "The image exceeds the maximum size of 5 MB",
        "Request too large for model `m` on tokens per minute (TPM): Limit 6000, Requested 7200",
        "Rate limit reached for model `m` on tokens per minute",
      })
  void otherThingsThatAreTooLargeAreNoSuchPrompt(String message) {
    assertThat(ErrorKind.CONTEXT_LENGTH.isDescribedBy(message)).isFalse();
  }
}
