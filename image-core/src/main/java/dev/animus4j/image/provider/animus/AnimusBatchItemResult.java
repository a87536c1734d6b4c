package dev.animus4j.image.provider.animus;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;

/** Result of one request of a batch. */
public sealed interface AnimusBatchItemResult {

  /** The index of the request in the batch, from 0. */
  int index();

  /** The request succeeded. */
  record Generated(int index, Image image) implements AnimusBatchItemResult {}

  /** The request failed, which does not affect the others. */
  record Failed(int index, AnimusException failure) implements AnimusBatchItemResult {}
}
