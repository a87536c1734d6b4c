package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;

/** Holds white space back until the first word: an answer that is nothing else says nothing. */
final class Opening {
  private final StringBuilder blank;
  private boolean begun;

  Opening() {
    this("");
  }

  /**
   * @param gap white space to come before the first word in any case
   */
  Opening(String gap) {
    this.blank = new StringBuilder(gap);
  }

  Flowable<ChatPart> words(ChatPart.Words words) {
    if (begun) {
      return Flowable.just(words);
    }
    blank.append(words.text());
    begun = !words.text().isBlank();
    return begun ? Flowable.just(new ChatPart.Words(blank.toString())) : Flowable.empty();
  }
}
