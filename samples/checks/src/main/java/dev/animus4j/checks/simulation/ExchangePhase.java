package dev.animus4j.checks.simulation;

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
  OVER
}
