package dev.animus4j.chat;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.turn.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reply, and how it will be said.
 *
 * @param turns one message each; empty for one message
 */
record Answer(ChatReply reply, List<Turn> turns) {

  /** What is to be judged of it: what it thought, what it says, and what it promises. */
  List<Matter> matters(String conversationId) {
    return Stream.of(
            parts(Stage.REASONING, Stream.ofNullable(reply.reasoning()), conversationId),
            parts(Stage.OUTPUT, messages(), conversationId),
            parts(Stage.IMAGE_PROMPT, Stream.ofNullable(reply.imagePrompt()), conversationId))
        .flatMap(parts -> parts)
        .toList();
  }

  /** How many messages it will be, a picture included. */
  int size(ChatOptions options) {
    return Math.max(1, turns.size()) + (options.draws(reply) ? 1 : 0);
  }

  /** What may be said of it, when that was ruled of its {@link #matters}, in their order. */
  Answer ruled(List<Ruling> rulings) {
    if (rulings.stream().allMatch(Ruling::isAllowed)) {
      return this;
    }
    List<Ruling> messages = of(Stage.OUTPUT, rulings).toList();
    List<Turn> said = turns.isEmpty() ? List.of() : numbered(allowed(messages));
    String content = String.join(" ", messages.stream().flatMap(Ruling::said).toList());
    ChatReply left =
        reply
            .saying(content)
            .thinking(only(Stage.REASONING, rulings).orElse(null))
            .promising(only(Stage.IMAGE_PROMPT, rulings).map(this::promise).orElse(null));
    return new Answer(left, said);
  }

  private Stream<String> messages() {
    return turns.isEmpty() ? Stream.of(reply.content()) : turns.stream().map(Turn::content);
  }

  private Stream<Matter> parts(Stage stage, Stream<String> texts, String conversationId) {
    return texts
        .filter(text -> !text.isBlank())
        .map(t -> new Matter(stage, conversationId, t, List.of(), reply.complianceViolations()));
  }

  private @Nullable PromisedImage promise(String prompt) {
    PromisedImage promised = reply.promised();
    return promised == null ? null : promised.saying(prompt);
  }

  private List<Turn> allowed(List<Ruling> messages) {
    return IntStream.range(0, turns.size())
        .boxed()
        .flatMap(
            i ->
                messages
                    .get(i)
                    .said()
                    .map(text -> new Turn(text, i, turns.size(), turns.get(i).delay())))
        .toList();
  }

  /** The first is due at once. */
  private static List<Turn> numbered(List<Turn> turns) {
    return IntStream.range(0, turns.size())
        .mapToObj(i -> numbered(turns.get(i), i, turns.size()))
        .toList();
  }

  private static Turn numbered(Turn turn, int index, int total) {
    return new Turn(turn.content(), index, total, index == 0 ? Duration.ZERO : turn.delay());
  }

  private static Stream<Ruling> of(Stage stage, List<Ruling> rulings) {
    return rulings.stream().filter(ruling -> ruling.matter().stage() == stage);
  }

  private static Optional<String> only(Stage stage, List<Ruling> rulings) {
    return of(stage, rulings).flatMap(Ruling::said).findFirst();
  }
}
