package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;

/** Holds leading white space back until the first word; a blank text emits nothing. */
final class LeadingWhitespaceFilter {
  private final StringBuilder whitespace;
  private boolean started;

  LeadingWhitespaceFilter() {
    this("");
  }

  /**
   * @param gap white space that always precedes the first word
   */
  LeadingWhitespaceFilter(String gap) {
    this.whitespace = new StringBuilder(gap);
  }

  Flowable<ChatUpdate> filter(ChatUpdate.TextDelta textDelta) {
    if (started) {
      return Flowable.just(textDelta);
    }
    whitespace.append(textDelta.text());
    started = !textDelta.text().isBlank();
    return started
        ? Flowable.just(new ChatUpdate.TextDelta(whitespace.toString()))
        : Flowable.empty();
  }
}
