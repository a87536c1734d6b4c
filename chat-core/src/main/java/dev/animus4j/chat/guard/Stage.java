package dev.animus4j.chat.guard;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is judged. */
public enum Stage {
  /** What the user says, before it is announced, remembered or sent to a model. */
  @JsonProperty("input")
  INPUT,
  /** A message of the model, before it is announced: a whole answer, or one turn of it. */
  @JsonProperty("output")
  OUTPUT,
  /** What the model thought, before it is told along with its first message. */
  @JsonProperty("reasoning")
  REASONING,
  /** What a picture shall show, before it is announced or drawn. */
  @JsonProperty("imagePrompt")
  IMAGE_PROMPT
}
