package dev.animus4j.checks.simulation;

import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.PromisedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was judged of one answer, and what is left of that. */
final class Verdicts {
  private final Send send;
  private final List<Judged> all = new ArrayList<>();
  private int told;

  Verdicts(Send send) {
    this.send = send;
  }

  /** Whether such things are judged. */
  boolean areFor(Stage stage) {
    return send.talk().world().sentinel().isFor(stage);
  }

  /** Whether anything of an answer is judged. */
  boolean areExpected() {
    return areFor(Stage.OUTPUT) || areFor(Stage.REASONING) || areFor(Stage.IMAGE_PROMPT);
  }

  void add(Judged judged) {
    all.add(judged);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  boolean isAsked(Stage stage) {
    return of(stage).findAny().isPresent();
  }

  /** Whether something was still to be judged then. */
  boolean areOpen(long then) {
    return all.stream().anyMatch(judged -> judged.due() > then);
  }

  /** What would have been said. */
  List<String> asked(Stage stage) {
    return of(stage).map(judged -> judged.matter().text()).toList();
  }

  /** What may be said. */
  List<String> said(Stage stage) {
    return of(stage).flatMap(judged -> Stream.ofNullable(judged.text())).toList();
  }

  /** Each objection is told once, in order. */
  void told(ContentModerated event) {
    Judged next = objections().stream().skip(told).findFirst().orElse(null);
    if (send.isStruck() && (next == null || !next.isToldBy(event))) {
      all.add(next == null ? all.size() : all.indexOf(next), Judged.unasked(event));
    }
    List<Judged> objections = objections();
    boolean right = told < objections.size() && objections.get(told).isToldBy(event);
    Rule.that(right, "%s is told of %s", event, all);
    told++;
  }

  /** What is said, thought and promised was judged, if it is to be, and something is left. */
  void judge(ChatReply whole) {
    Rule.that(told == objections().size(), "%d were told of %s", told, all);
    Rule.that(refusal(whole) == null, "%s is said: %s", whole, refusal(whole));
    judge(Stage.OUTPUT, whole.content());
    judge(Stage.REASONING, whole.reasoning());
    judge(Stage.IMAGE_PROMPT, whole.imagePrompt());
  }

  private void judge(Stage stage, @Nullable String text) {
    boolean due = areFor(stage) && text != null && !text.isBlank();
    Rule.that(isAsked(stage) == due, "%s of %s: %s", stage, send, asked(stage));
  }

  /** What is said in turns is the answer, or what is left of it. */
  void judgeTurns(String turns, String words, ChatReply whole) {
    List<String> asked = asked(Stage.OUTPUT);
    String all = asked.isEmpty() ? turns : String.join("\n", asked);
    boolean isWhole = send.isStruck() || Spoken.whole(all, words, whole);
    Rule.that(isWhole, "%s and '%s' as '%s'", whole, words, all);
    String said = Spoken.dense(String.join("", said(Stage.OUTPUT)));
    boolean right = asked.isEmpty() || said.equals(Spoken.dense(turns));
    Rule.that(right, "'%s' may be said, '%s' is", said, turns);
  }

  private List<Judged> objections() {
    return all.stream().filter(judged -> !judged.isAllowed()).toList();
  }

  /** What is left of an answer. */
  ChatReply left(ChatReply reply) {
    if (objections().isEmpty()) {
      return reply;
    }
    String whole = reply.content().isBlank() ? "" : reply.content();
    String content = isAsked(Stage.OUTPUT) ? String.join(" ", said(Stage.OUTPUT)) : whole;
    return reply.saying(content).thinking(thought(reply)).promising(promised(reply));
  }

  private @Nullable String thought(ChatReply reply) {
    return isAsked(Stage.REASONING) ? first(Stage.REASONING) : reply.reasoning();
  }

  private @Nullable PromisedImage promised(ChatReply reply) {
    PromisedImage promised = reply.promised();
    if (promised == null || !isAsked(Stage.IMAGE_PROMPT)) {
      return promised;
    }
    String prompt = first(Stage.IMAGE_PROMPT);
    return prompt == null ? null : promised.saying(prompt);
  }

  /** What the message fails with of which nothing is left; null if something is. */
  @Nullable String refusal(ChatReply reply) {
    return left(reply).isEmpty()
        ? all.stream()
            .filter(judged -> judged.text() == null && judged.stage() != Stage.REASONING)
            .map(Judged::refusal)
            .findFirst()
            .orElse(null)
        : null;
  }

  private @Nullable String first(Stage stage) {
    return said(stage).stream().findFirst().orElse(null);
  }

  private Stream<Judged> of(Stage stage) {
    return all.stream().filter(judged -> judged.stage() == stage);
  }
}
