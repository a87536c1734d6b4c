package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ImageEvent.ImageGenerationCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.Attachment;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import java.util.List;
import java.util.function.Predicate;

/**
 * Holds what is told of one exchange against the history: first remembered, then told, in order.
 */
final class Recall {
  private final Talk talk;
  private final Send send;
  private int last = -1;

  Recall(Talk talk, Send send) {
    this.talk = talk;
    this.send = send;
  }

  ToolRecall tools() {
    return new ToolRecall(talk, send);
  }

  long now() {
    return talk.now();
  }

  void user(MessageStarted told) {
    remembered(
        entry ->
            entry.message().role() == Role.USER
                && entry.message().content().equals(told.content())
                && places(entry.message()).equals(told.images().toString()),
        told);
  }

  private static String places(Message message) {
    return message.attachments().stream()
        .map(a -> ((Attachment.At) a).location())
        .toList()
        .toString();
  }

  void answer(MessageCompleted told, boolean isLast) {
    if (!told.content().isBlank() || !told.toolCalls().isEmpty()) {
      remembered(
          entry ->
              isAnswer(entry, told.content())
                  && !entry.interrupted()
                  && entry.message().toolCalls().equals(isLast ? told.toolCalls() : List.of()),
          told);
    }
  }

  /** What was heard of an answer before it broke off, but for white space. */
  void unfinished(String heard) {
    if (!heard.isBlank()) {
      String dense = Spoken.dense(heard);
      remembered(
          entry ->
              entry.interrupted()
                  && entry.message().role() == Role.ASSISTANT
                  && Spoken.dense(entry.message().content()).equals(dense),
          heard);
    }
  }

  boolean mayFail() {
    return talk.mayFail();
  }

  /** When the store does not take all, it may still have been given some of what was heard. */
  void perhapsPart(String words) {
    String dense = Spoken.dense(words);
    int unused = talk.shelf().settle(entry -> isPart(entry, dense), last);
  }

  private static boolean isPart(Entry entry, String words) {
    return entry.interrupted() && words.contains(Spoken.dense(entry.message().content()));
  }

  void picture(ImageGenerationCompleted told) {
    remembered(
        entry ->
            entry.picture() != null && entry.picture().location().equals(told.picture().imageUrl()),
        told);
  }

  private static boolean isAnswer(Entry entry, String text) {
    Message message = entry.message();
    return message.role() == Role.ASSISTANT
        && entry.picture() == null
        && message.content().equals(text);
  }

  private void remembered(Predicate<Entry> entry, Object told) {
    if (send.options().historySize() == 0) {
      return;
    }
    int after = Math.max(last, talk.lastSettled());
    int found = talk.shelf().settle(entry, after);
    boolean excused = found < 0 && talk.shelf().refused(entry);
    Rule.that(found >= 0 || excused, "not remembered, or not in order: %s", told);
    last = Math.max(last, found);
    talk.settled(found);
  }
}
