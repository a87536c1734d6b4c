package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;

/** Tells of each operation that has ended well, before the next one of its slot is begun. */
record AcknowledgedOp(Op unheard, Listener listener) {

  /** Hears of operations. */
  interface Listener {
    void onEnd(int slot, long units);
  }

  Op op() {
    return unheard instanceof Op.Async async ? async(async) : blocking((Op.Blocking) unheard);
  }

  private Op.Async async(Op.Async async) {
    return (slot, done) ->
        async.run(
            slot,
            new Op.Done() {
              @Override
              public void ok(long units) {
                listener.onEnd(slot, units);
                done.ok(units);
              }

              @Override
              public void fail(Throwable failure) {
                done.fail(failure);
              }
            });
  }

  private Op.Blocking blocking(Op.Blocking blocking) {
    return slot -> {
      long units = blocking.run(slot);
      listener.onEnd(slot, units);
      return units;
    };
  }
}
