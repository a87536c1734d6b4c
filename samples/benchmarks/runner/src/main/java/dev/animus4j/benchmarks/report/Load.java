package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Work;

/**
 * Load of a workload.
 *
 * @param millis how long it is measured; with 0 it is run once
 * @param warmMillis how long it is usually warmed up; with 0 not at all
 */
record Load(Work work, String settings, int slots, int millis, int warmMillis) {

  Load(Work work, int slots, int millis, int warmMillis) {
    this(work, work.settings(), slots, millis, warmMillis);
  }

  /** The usual load of a work. */
  static Load of(Work work) {
    return switch (work) {
      case COMPLETION -> new Load(work, 64, 1500, 8000);
      case SEND -> new Load(work, 64, 1500, 8000);
      case IN_FLIGHT -> new Load(work, 5000, 5000, 2000);
      case STREAM -> new Load(work, 64, 1500, 6000);
      case PICTURE -> new Load(work, 8, 2000, 4000);
      case EVENT, UNHEARD_EVENT -> new Load(work, 1, 1000, 4000);
      case HISTORY -> new Load(work, 1, 1000, 4000);
      case IDLE, START -> new Load(work, 1, 0, 0);
    };
  }

  Load slots(int slots) {
    return new Load(work, settings, slots, millis, warmMillis);
  }

  Load settings(String settings) {
    return new Load(work, settings, slots, millis, warmMillis);
  }

  /** This load, run once in each slot. */
  Load once() {
    return new Load(work, settings, slots, 0, warmMillis);
  }

  /** This load without warm-up. */
  Load cold() {
    return new Load(work, settings, slots, millis, 0);
  }

  String order(double time) {
    return order(work, settings, slots, (int) (millis * time));
  }

  /** The warm-up: where responses take their time, one with fast responses, and fewer slots. */
  String warmUp(double time) {
    int millis = (int) (warmMillis * time);
    return work == Work.IN_FLIGHT
        ? order(Work.COMPLETION, Work.COMPLETION.settings(), 64, millis)
        : order(work, settings, slots, millis);
  }

  private static String order(Work work, String settings, int slots, int millis) {
    return work.letter() + " " + settings + " " + slots + " " + millis;
  }
}
