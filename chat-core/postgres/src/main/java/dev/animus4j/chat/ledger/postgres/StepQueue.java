package dev.animus4j.chat.ledger.postgres;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Steps of different conversations, in the order of their arrival. Used on one context. */
final class StepQueue {
  private static final int BATCH_STEPS = 256;
  private static final long BATCH_BYTES = 1024L * 1024;

  private final Set<PendingStep> steps = new LinkedHashSet<>();

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void add(PendingStep step) {
    steps.add(step);
  }

  /** How long the first of them may wait. */
  long millisLeft() {
    return steps.iterator().next().millisLeft();
  }

  /** Takes out those whose time is over. */
  List<PendingStep> late() {
    List<PendingStep> late = steps.stream().takeWhile(step -> step.millisLeft() <= 0).toList();
    late.forEach(steps::remove);
    return late;
  }

  /** Takes out as many as one statement may write; empty when there are none. */
  List<PendingStep> nextBatch() {
    List<PendingStep> batch = new ArrayList<>();
    Iterator<PendingStep> waiting = steps.iterator();
    long bytes = 0;
    while (waiting.hasNext() && batch.size() < BATCH_STEPS) {
      PendingStep step = waiting.next();
      bytes += step.bytes();
      if (!batch.isEmpty() && bytes > BATCH_BYTES) {
        break;
      }
      waiting.remove();
      batch.add(step);
    }
    return batch;
  }
}
