package dev.animus4j.chat.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.Usage;
import dev.animus4j.chat.text.GrowingText;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Answer;
import dev.animus4j.http.Json;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one answer, whole or chunk by chunk, and finds the failures inside a 200. */
final class ReplyReader {
  private final Answer answer;
  private final SpokenText content;
  private final GrowingText reasoning = new GrowingText();
  private final CallPieces calls = new CallPieces();
  private List<String> turns = List.of();
  private List<String> violations = List.of();
  private boolean ended;
  private boolean begun;
  private boolean refused;
  private boolean next;
  private String imagePrompt = "";
  private String id = "";
  private String model = "";
  private String finishReason = "";
  private @Nullable Usage usage;

  /**
   * @param endsFreely whether a stream may end without saying that, or why, it does; else it was
   *     cut short
   * @param thinksFirst see {@link SpokenText}
   */
  ReplyReader(Answer answer, boolean endsFreely, boolean thinksFirst) {
    this.answer = answer;
    this.content = new SpokenText(thinksFirst);
    this.ended = endsFreely;
  }

  /** Whether a chunk was taken that is about the answer. */
  boolean hasBegun() {
    return begun;
  }

  /** Takes the next chunk, which says nothing but these words; gives what can be told now. */
  String plain(String words) {
    return content.add(words);
  }

  /** Takes what says that a stream ends here. */
  void endMark() {
    ended = true;
  }

  /** Takes the end of a stream; gives the words that are left, and the reply. */
  Flowable<ChatPart> end() {
    if (!ended && finishReason.isEmpty()) {
      throw new AnimusException.Protocol(answer.origin(), "the stream was cut short", null);
    }
    if (!begun) {
      throw noChoices(answer.origin());
    }
    String left = content.end();
    Flowable<ChatPart> reply = Flowable.fromCallable(this::reply);
    return left.isEmpty() ? reply : reply.startWithItem(new ChatPart.Words(left));
  }

  /** Takes the failure of a stream; gives the words that are left, and fails with it. */
  Flowable<ChatPart> fail(Throwable cause) {
    String left = content.breakOff();
    Flowable<ChatPart> failure = Flowable.error(cause);
    return left.isBlank() ? failure : failure.startWithItem(new ChatPart.Words(left));
  }

  /** Takes an answer that came whole. */
  ChatReply whole(Buffer body) {
    PlainAnswer plain = PlainAnswer.of(body);
    if (plain == null) {
      return whole(Json.read(body, JsonNode.class, answer.origin()));
    }
    id = plain.id();
    model = plain.model();
    finishReason = plain.finishReason();
    usage = plain.usage();
    String unused = content.add(plain.content()) + content.end();
    return reply();
  }

  private ChatReply whole(JsonNode json) {
    String unused = add(json) + content.end();
    if (!begun) {
      throw noChoices(answer.failure(json).origin());
    }
    return reply();
  }

  private ChatReply reply() {
    if (refused || finishReason.equals("content_filter")) {
      throw new AnimusException.ContentPolicy(
          answer.origin(), AnimusException.Stage.OUTPUT, violations);
    }
    return new ChatReply(
        content.said(),
        reasoning.isEmpty() ? content.thought() : reasoning.toString(),
        turns,
        next,
        imagePrompt,
        calls.whole(),
        violations,
        new Account(orNull(id), orNull(model), orNull(finishReason), usage));
  }

  /** Takes the next chunk; gives the words in it that can be told now, if any. */
  String add(JsonNode json) {
    Completion chunk = Completion.of(json);
    check(chunk);
    begun = begun || chunk.choice().isObject();
    id = latest(id, chunk.id());
    model = latest(model, chunk.model());
    finishReason = latest(finishReason, chunk.finishReason());
    usage = chunk.usage() == null ? usage : chunk.usage();
    List<String> found = chunk.complianceViolations();
    violations = found.isEmpty() ? violations : found;
    return add(chunk.said());
  }

  private String add(Completion.Said said) {
    refused = refused || !said.refusal().isEmpty();
    reasoning.append(said.reasoning());
    said.toolCalls().forEach(calls::add);
    turns = said.turns() == null ? turns : said.turns();
    next = said.next() == null ? next : said.next();
    imagePrompt = latest(imagePrompt, said.imagePrompt());
    return content.add(said.content());
  }

  private void check(Completion chunk) {
    JsonNode complaint = chunk.complaint();
    if (!complaint.isMissingNode()) {
      throw answer.failure(complaint);
    }
    if (!chunk.json().isObject()) {
      throw new AnimusException.Protocol(answer.origin(), "the answer is not an object", null);
    }
    if (chunk.finishReason().equals("error")) {
      throw new AnimusException.Unavailable(
          answer.origin(), "the model failed while it answered", true, (Duration) null);
    }
  }

  private static AnimusException noChoices(Origin origin) {
    return new AnimusException.Protocol(origin, "the answer has no choices", null);
  }

  private static String latest(String known, String said) {
    return said.isEmpty() ? known : said;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
