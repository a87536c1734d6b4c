package dev.animus4j.chat.guard;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Kind of content that is judged. */
public enum GuardrailStage {
  /** A user message, before it is published, appended or sent to a model. */
  @JsonProperty("input")
  INPUT,
  /** A message of the model, before it is published: a whole reply, or one turn of it. */
  @JsonProperty("output")
  OUTPUT,
  /** The reasoning of the model, before it is published along with a message. */
  @JsonProperty("reasoning")
  REASONING,
  /** The prompt of an image, before it is published or sent to a model. */
  @JsonProperty("imagePrompt")
  IMAGE_PROMPT
}
