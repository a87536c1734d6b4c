package dev.animus4j.chat;

import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.HistoryWindow;
import dev.animus4j.chat.history.TokenCounter;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUpLimits;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Options of a conversation.
 *
 * @param template what every request starts from: the model, the system message, the sampling, the
 *     features
 * @param historyWindow how much of the history a model is sent
 * @param autoTurn how responses are split into turns; null delivers them whole, and allows no
 *     follow-ups
 * @param streaming whether a response is delivered while the model writes it: with {@code autoTurn}
 *     each turn once it is complete, without it token by token. Null, the default, means yes,
 *     except for turns that the provider can split only from a complete response (Animus). A
 *     guardrail for responses needs them complete: then nothing is streamed
 * @param overlap what happens to a message that arrives while another one is being answered
 * @param deadlines how long the steps of an exchange may take
 */
public record ChatOptions(
    ChatRequest template,
    HistoryWindow historyWindow,
    @Nullable AutoTurn autoTurn,
    @Nullable Boolean streaming,
    OverlapPolicy overlap,
    Deadlines deadlines) {
  private static final int FOLLOW_UP_TOKENS = 150;

  /**
   * Options with a history window of 20 messages, whole responses, and no images. Requests name no
   * model: each provider, a fallback too, uses the one it was created with.
   */
  public static ChatOptions of(String systemMessage) {
    ChatRequest template = ChatRequest.of(Message.system(systemMessage));
    return new ChatOptions(
        template, HistoryWindow.of(20), null, null, OverlapPolicy.INTERRUPT, Deadlines.DEFAULT);
  }

  /** The same with this model, which all providers are asked for. */
  public static ChatOptions of(String model, String systemMessage) {
    return of(systemMessage).withModel(model);
  }

  /** The same with another model. */
  public ChatOptions withModel(String model) {
    return withTemplate(request -> request.withModel(model));
  }

  /** The same with another system message. */
  public ChatOptions withSystemMessage(String text) {
    return withTemplate(request -> request.withMessages(List.of(Message.system(text))));
  }

  /** The same with other sampling parameters. */
  public ChatOptions withSampling(Sampling sampling) {
    return withTemplate(request -> request.withSampling(sampling));
  }

  /** The same with this temperature, 0 to 2. */
  public ChatOptions withTemperature(double temperature) {
    return withSampling(template.sampling().withTemperature(temperature));
  }

  /** The same with replies of at most so many tokens. */
  public ChatOptions withMaxTokens(int tokens) {
    return withSampling(template.sampling().withMaxTokens(tokens));
  }

  /** The same with other features requested of the model. */
  public ChatOptions withFeatures(RequestedFeatures features) {
    return withTemplate(request -> request.withFeatures(features));
  }

  /** The same with these tools; the functions of those that have one are called. */
  public ChatOptions withTools(Tool... tools) {
    return withFeatures(template.features().withTools(tools));
  }

  /** The same with image generation: promised images are generated. */
  public ChatOptions withImages() {
    return withFeatures(template.features().withImages(true));
  }

  /** The same with a window of at most so many messages, the new one included. */
  public ChatOptions withMaxHistoryMessages(int messages) {
    return withHistoryWindow(historyWindow.withMaxMessages(messages));
  }

  /**
   * The same with a window of at most so many tokens, which are estimated. {@code
   * TokenCounter.openAi("gpt-4o")} as a second argument counts them. The limit of messages remains.
   */
  public ChatOptions withMaxHistoryTokens(int tokens) {
    return withHistoryWindow(historyWindow.withMaxTokens(tokens));
  }

  /** The same with a window of at most so many tokens, as {@code counter} counts. */
  public ChatOptions withMaxHistoryTokens(int tokens, TokenCounter counter) {
    return withHistoryWindow(historyWindow.withMaxTokens(tokens).withTokenCounter(counter));
  }

  /** The same with another history window. */
  public ChatOptions withHistoryWindow(HistoryWindow window) {
    return new ChatOptions(template, window, autoTurn, streaming, overlap, deadlines);
  }

  /** The most messages that a model is sent, the new one included; 0 turns the history off. */
  public int maxHistoryMessages() {
    return historyWindow.maxMessages();
  }

  /** The same with responses in turns, at a natural pace. */
  public ChatOptions withAutoTurn() {
    return withAutoTurn(AutoTurn.NATURAL);
  }

  /** The same with responses in turns. */
  public ChatOptions withAutoTurn(AutoTurn autoTurn) {
    return new ChatOptions(template, historyWindow, autoTurn, streaming, overlap, deadlines);
  }

  /** The same with whole responses. */
  public ChatOptions withoutAutoTurn() {
    return new ChatOptions(template, historyWindow, null, streaming, overlap, deadlines);
  }

  /** The same, delivered while the model writes it, or whole. */
  public ChatOptions withStreaming(boolean streaming) {
    return new ChatOptions(template, historyWindow, autoTurn, streaming, overlap, deadlines);
  }

  /** The same with another treatment of messages that arrive while another is being answered. */
  public ChatOptions withOverlap(OverlapPolicy overlap) {
    return new ChatOptions(template, historyWindow, autoTurn, streaming, overlap, deadlines);
  }

  /** The same with this limit for a whole exchange; see {@link Deadlines#exchange()}. */
  public ChatOptions withTimeout(Duration timeout) {
    return withDeadlines(deadlines.withExchange(timeout));
  }

  /** The same with other deadlines. */
  public ChatOptions withDeadlines(Deadlines deadlines) {
    return new ChatOptions(template, historyWindow, autoTurn, streaming, overlap, deadlines);
  }

  boolean generatesImage(ChatResponse response) {
    return template.features().images() && response.imagePrompt() != null;
  }

  FollowUpLimits followUps() {
    return autoTurn == null ? FollowUpLimits.NONE : autoTurn.followUps();
  }

  /** The request for a response to these messages; for a follow-up, short and not streamed. */
  ChatRequest request(MessageType type, List<Message> messages) {
    ChatRequest request =
        new ChatRequest(
            template.model(),
            RequestDefaults.concat(template.messages(), messages),
            template.sampling(),
            template.features(),
            streaming,
            autoTurn != null);
    return type == MessageType.FOLLOW_UP
        ? request.withSampling(followUpSampling()).withStreaming(false)
        : request;
  }

  private Sampling followUpSampling() {
    Integer asked = template.sampling().maxTokens();
    int tokens = asked == null ? FOLLOW_UP_TOKENS : Math.min(asked, FOLLOW_UP_TOKENS);
    return template.sampling().withMaxTokens(tokens);
  }

  /** A caller's own request, with these options where it leaves something open. */
  ChatRequest applyDefaults(ChatRequest request) {
    return RequestDefaults.apply(template, request);
  }

  private ChatOptions withTemplate(UnaryOperator<ChatRequest> change) {
    return new ChatOptions(
        change.apply(template), historyWindow, autoTurn, streaming, overlap, deadlines);
  }
}
