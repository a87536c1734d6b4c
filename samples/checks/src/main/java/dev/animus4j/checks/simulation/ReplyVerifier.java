package dev.animus4j.checks.simulation;

import static dev.animus4j.checks.simulation.TurnText.withoutWhitespace;

import dev.animus4j.chat.event.MessageEvent.MessageCompleted;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import dev.animus4j.chat.event.MessageEvent.MessagesCancelled;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.turn.AutoTurn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifies one response: its events are what the model answered, and what the history stores. */
final class ReplyVerifier {
  private final SentMessage message;
  private final HistoryVerifier history;
  private final ToolCallVerifier tools;
  private final ToolRoundVerifier rounds;
  private final ModerationVerifier moderation;
  private final TurnVerifier turns = new TurnVerifier();
  private final List<String> reasonings = new ArrayList<>();
  private final StringBuilder streamed = new StringBuilder();

  ReplyVerifier(SentMessage message, HistoryVerifier history) {
    this.message = message;
    this.history = history;
    this.tools = history.tools();
    this.rounds = new ToolRoundVerifier(message);
    this.moderation = new ModerationVerifier(message);
  }

  void addCall(ModelCall modelCall) {
    rounds.add(modelCall);
  }

  boolean isNotStarted() {
    return rounds.isEmpty();
  }

  boolean isOpen() {
    return !tools.isIdle() || (!rounds.isEmpty() && rounds.last().isOpen());
  }

  /** Whether the model failed before it responded. */
  boolean hasFailed() {
    return !rounds.isEmpty() && rounds.last().reply() == null;
  }

  void addModeration(ExpectedModeration expected) {
    moderation.add(expected);
  }

  ModerationVerifier moderation() {
    return moderation;
  }

  /** The failure of a response that is withheld completely; null if something is left. */
  @Nullable String refusal() {
    ChatResponse response = rounds.reply();
    return response == null ? null : moderation.refusal(response);
  }

  private boolean isOutputModerated() {
    return moderation.isStageModerated(GuardrailStage.OUTPUT);
  }

  void onTokens(String words) {
    Invariant.holds(!isOutputModerated(), "'%s' was told, and not judged", words);
    streamed.append(words);
  }

  ToolCallVerifier tools() {
    return tools;
  }

  void onTurnStarted(MessageStarted turn) {
    turns.onStarted(turn);
  }

  boolean isTurn(MessageCompleted event) {
    return event.messageType() == MessageType.AUTO;
  }

  boolean isLast(MessageCompleted event) {
    return event.totalMessages() != null;
  }

  void onCompleted(MessageCompleted event) {
    reasonings.addAll(event.reasoning() == null ? List.of() : List.of(event.reasoning()));
    if (isTurn(event)) {
      turns.onCompleted(event);
    } else {
      Invariant.holds(event.content().equals(reply().content()), "%s told as %s", reply(), event);
      String words = rounds.words();
      boolean unstreamed = message.options().autoTurn() != null || isOutputModerated();
      Invariant.holds(unstreamed || isStreamed(words), "'%s' was told as '%s'", words, streamed);
    }
    if (isLast(event)) {
      verifyEnd(event, reply());
    }
    history.verifyAnswer(event, isLast(event));
  }

  /** With tools, white space between the rounds is the client's. */
  private boolean isStreamed(String words) {
    return rounds.isWithTools()
        ? withoutWhitespace(streamed.toString()).equals(withoutWhitespace(words))
        : streamed.toString().equals(words);
  }

  private void verifyEnd(MessageCompleted event, ChatResponse response) {
    Invariant.holds(tools.isIdle(), "tools are called on: %s", message);
    ChatResponse complete = Invariant.notNull(rounds.reply(), "the answer");
    moderation.verify(complete);
    if (isTurn(event)) {
      moderation.verifyTurns(turns.deliveredText(), rounds.words(), complete);
    }
    List<String> whole = response.reasoning() == null ? List.of() : List.of(response.reasoning());
    Invariant.holds(reasonings.equals(whole), "%s was thought, %s is told", whole, reasonings);
    Invariant.holds(event.toolCalls().equals(response.toolCalls()), "%s calls %s", event, response);
    moderation.verifyImagePrompt(event.imagePrompt(), response.imagePrompt());
  }

  void onFailed(ExchangePhase phase) {
    boolean partial = isStreaming(phase) && (rounds.reply() == null || refusal() != null);
    boolean unpublished = streamed.isEmpty() && !isOutputModerated();
    verifyPartialText(partial, unpublished ? undeliveredText() : streamed);
    tools.verifyCutShort(rounds);
  }

  void onCancelled(MessagesCancelled event, ExchangePhase phase) {
    boolean waits = phase == ExchangePhase.BEFORE || phase == ExchangePhase.QUEUED;
    Invariant.holds(
        waits ? message.mayBeDropped() : message.isStopped(), "nobody stopped %s", message);
    boolean moderating =
        isStreaming(phase) && rounds.reply() != null && mayDropModerated(event.totalTurns());
    boolean pending = moderation.isPending(history.now());
    boolean expected = moderating || (event.totalTurns() == droppedTurns() && !pending);
    Invariant.holds(expected, "%s instead of %d", event, droppedTurns());
    verifyPartialText(isStreaming(phase), streamed);
    tools.verifyCutShort(rounds);
  }

  private int droppedTurns() {
    return turns.turnsLeft() + (turns.isLast() && promisesImage() ? 1 : 0);
  }

  /** Whether a moderated response may be dropped with this number of turns. */
  private boolean mayDropModerated(int dropped) {
    int images = promisesImageIn(Invariant.notNull(rounds.reply(), "the answer")) ? 1 : 0;
    List<String> texts = moderation.inputTexts(GuardrailStage.OUTPUT);
    AutoTurn rules = message.options().autoTurn();
    int minimum = Math.max(1, texts.size()) + images;
    boolean known = !texts.isEmpty() && !message.isStruck();
    int maximum = rules == null || known ? minimum : rules.maxTurns() + images;
    boolean open = moderation.isEmpty() || moderation.isPending(message.stoppedAt() - 1);
    return moderation.isModerated() && open && dropped >= minimum && dropped <= maximum;
  }

  private void verifyPartialText(boolean partial, CharSequence words) {
    if (history.mayFail() || message.isStruck()) {
      history.allowPartialText(rounds.words());
    } else if (partial) {
      history.verifyPartialText(words.toString());
    }
  }

  /** The text of a response in turns that is in none of them yet. */
  private String undeliveredText() {
    String words = withoutWhitespace(rounds.words());
    int delivered = withoutWhitespace(turns.deliveredText()).length();
    return words.substring(Math.min(words.length(), delivered));
  }

  private static boolean isStreaming(ExchangePhase phase) {
    return phase == ExchangePhase.ASKED || phase == ExchangePhase.PAUSED;
  }

  boolean promisesImage() {
    return promisesImageIn(reply());
  }

  private boolean promisesImageIn(ChatResponse response) {
    return message.options().template().features().images() && response.imagePrompt() != null;
  }

  /** The allowed part of the response. */
  ChatResponse reply() {
    ChatResponse response = rounds.reply();
    Invariant.holds(response != null, "the model never answered %s", message);
    return moderation.allowedPart(Invariant.notNull(response, "the answer"));
  }
}
