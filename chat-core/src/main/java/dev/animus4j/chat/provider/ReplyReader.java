package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Thinking;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Answer;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one answer, whole or chunk by chunk, and finds the failures inside a 200. */
final class ReplyReader {
  private final Answer answer;
  private final boolean endsFreely;
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final CallPieces calls = new CallPieces();
  private List<String> turns = List.of();
  private List<String> violations = List.of();
  private boolean next;
  private @Nullable String imagePrompt;
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable String finishReason;
  private @Nullable Usage usage;

  /**
   * @param endsFreely whether a stream may end without saying why; else it was cut short
   */
  ReplyReader(Answer answer, boolean endsFreely) {
    this.answer = answer;
    this.endsFreely = endsFreely;
  }

  /** Takes the next chunk; gives the words in it, if any. */
  Flowable<ChatPart> chunk(Completion chunk) {
    int before = content.length();
    add(chunk);
    return content.length() == before
        ? Flowable.empty()
        : Flowable.just(new ChatPart.Words(content.substring(before)));
  }

  /** Takes the end of a stream. */
  ChatReply end() {
    if (finishReason == null && !endsFreely) {
      throw new AnimusException.Protocol(answer.origin(), "the stream was cut short", null);
    }
    return reply();
  }

  /** Takes an answer that came whole. */
  ChatReply whole(Completion completion) {
    add(completion);
    if (completion.choice() == null) {
      throw new AnimusException.Protocol(answer.origin(), "the answer has no choices", null);
    }
    return reply();
  }

  private ChatReply reply() {
    if (!refusal.isEmpty() || "content_filter".equals(finishReason)) {
      throw new AnimusException.ContentPolicy(
          answer.origin(), AnimusException.Stage.OUTPUT, violations);
    }
    Thinking thinking = Thinking.in(content.toString());
    String thought = reasoning.isEmpty() ? thinking.reasoning() : reasoning.toString();
    return new ChatReply(
        thinking.answer(),
        thought,
        turns,
        next,
        imagePrompt,
        calls.whole(),
        violations,
        new ChatReply.Completion(id, model, finishReason, usage));
  }

  private void add(Completion chunk) {
    check(chunk);
    id = chunk.id() == null ? id : chunk.id();
    model = chunk.model() == null ? model : chunk.model();
    usage = chunk.usage() == null ? usage : chunk.usage().usage();
    found(chunk.complianceViolations());
    Completion.Choice choice = chunk.choice();
    if (choice == null) {
      return;
    }
    String reason = choice.finishReason();
    finishReason = reason == null || reason.isEmpty() ? finishReason : reason;
    found(choice.complianceViolations());
    if (choice.said() != null) {
      add(choice.said());
    }
  }

  private void add(Completion.Said said) {
    append(content, said.content());
    append(refusal, said.refusal());
    append(reasoning, said.thought());
    if (said.toolCalls() != null) {
      said.toolCalls().forEach(calls::add);
    }
    turns = said.turns() == null ? turns : said.turns();
    next = said.next() == null ? next : said.next();
    imagePrompt = said.imagePrompt() == null ? imagePrompt : said.imagePrompt();
  }

  private void found(@Nullable List<String> more) {
    violations = more == null || more.isEmpty() ? violations : more;
  }

  /** The forms in which providers say, with status 200, that there is no answer. */
  private void check(Completion chunk) {
    Completion.Choice choice = chunk.choice();
    fail(chunk.error());
    fail(choice == null ? null : choice.error());
    fail(chunk.xGroq() == null ? null : chunk.xGroq().get("error"));
    if (choice != null && "error".equals(choice.finishReason())) {
      throw new AnimusException.Unavailable(
          answer.origin(), "the model failed while it answered", true, (Duration) null);
    }
  }

  private void fail(@Nullable JsonNode error) {
    if (error != null && !error.isNull()) {
      throw answer.failure(error);
    }
  }

  private static void append(StringBuilder text, @Nullable String more) {
    if (more != null) {
      text.append(more);
    }
  }
}
