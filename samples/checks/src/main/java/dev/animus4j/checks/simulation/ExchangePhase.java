package dev.animus4j.checks.simulation;

import dev.animus4j.chat.guard.GuardrailStage;
import java.util.EnumSet;
import java.util.Set;

/** Phase of an exchange. */
enum ExchangePhase {
  BEFORE,
  QUEUED,
  RECEIVED,
  ASKED,
  TYPING,
  PAUSED,
  SAID,
  PROMISED,
  DRAWING,
  SCHEDULED,
  CLOSING,
  OVER;

  /** In which the moderation of this stage is published; that of an image also after the text. */
  static Set<ExchangePhase> ofModeration(GuardrailStage stage) {
    return switch (stage) {
      case INPUT -> EnumSet.of(BEFORE, QUEUED);
      case IMAGE_PROMPT -> EnumSet.of(ASKED, PAUSED, SAID);
      default -> EnumSet.of(ASKED, PAUSED);
    };
  }
}
