package dev.animus4j.image.provider;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;

/** What became of one request of a batch. */
public sealed interface AnimusOutcome {

  /** Which request of the batch it was, from 0. */
  int index();

  /** It was drawn. */
  record Drawn(int index, Image image) implements AnimusOutcome {}

  /** It was not; the others are none the worse for it. */
  record Failed(int index, AnimusException failure) implements AnimusOutcome {}
}
