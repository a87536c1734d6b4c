package dev.animus4j.chat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.SingleSubject;

/**
 * Call of a ledger after which this client does not have the conversation any more.
 *
 * @param result emits the answer
 */
record SessionEnding<T>(Single<T> call, SingleSubject<T> result) {

  SessionEnding(Single<T> call) {
    this(call, SingleSubject.create());
  }
}
