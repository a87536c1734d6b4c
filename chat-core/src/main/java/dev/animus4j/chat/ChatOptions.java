package dev.animus4j.chat;

import dev.animus4j.chat.history.Memory;
import dev.animus4j.chat.history.TokenCounter;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.turn.AutoTurn;
import dev.animus4j.chat.turn.FollowUps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation is held.
 *
 * @param template what every request starts from: the model, the system message, the sampling, the
 *     features
 * @param memory how much of the conversation a model is sent
 * @param autoTurn how answers are broken into turns; null delivers them whole, and allows no
 *     follow-ups
 * @param streaming whether answers are told while they are made: in turns, each as soon as it is
 *     complete, else word by word. Null leaves it to the model: yes, unless its provider must see
 *     its whole answer to break it into turns or to find the promise of a picture. When a guardrail
 *     judges what models say, it is always no
 * @param overlap what happens to a message that comes while another one is being answered
 * @param deadlines how long the steps of an exchange may take
 */
public record ChatOptions(
    ChatRequest template,
    Memory memory,
    @Nullable AutoTurn autoTurn,
    @Nullable Boolean streaming,
    Overlap overlap,
    Deadlines deadlines) {

  /** Sends the latest 20 messages, answers whole, draws nothing. */
  public static ChatOptions of(String model, String systemMessage) {
    ChatRequest template = ChatRequest.of(Message.system(systemMessage)).model(model);
    Memory memory = Memory.of(20);
    return new ChatOptions(template, memory, null, null, Overlap.INTERRUPT, Deadlines.DEFAULT);
  }

  /** Answers with this model. */
  public ChatOptions model(String model) {
    return with(request -> request.model(model));
  }

  /** Behaves like this. */
  public ChatOptions systemMessage(String text) {
    return with(request -> request.messages(List.of(Message.system(text))));
  }

  /** Picks its words like this. */
  public ChatOptions sampling(Sampling sampling) {
    return with(request -> request.sampling(sampling));
  }

  /** Wants this of the model besides text. */
  public ChatOptions features(Features features) {
    return with(request -> request.features(features));
  }

  /** Offers the model these tools, and calls the functions of those that have one. */
  public ChatOptions tools(Tool... tools) {
    return features(template.features().tools(tools));
  }

  /** Draws the pictures that answers promise. */
  public ChatOptions drawing() {
    return features(template.features().images(true));
  }

  /** Sends no more than the latest {@code messages}, the new one included. */
  public ChatOptions remembering(int messages) {
    return memory(memory.messages(messages));
  }

  /**
   * Sends no more than so many tokens of the conversation, and no more messages than otherwise.
   * They are estimated: {@code rememberingTokens(8000, TokenCounter.openAi("gpt-4o"))} counts.
   */
  public ChatOptions rememberingTokens(int tokens) {
    return memory(memory.tokens(tokens));
  }

  /** The same, as this one counts. */
  public ChatOptions rememberingTokens(int tokens, TokenCounter counter) {
    return memory(memory.tokens(tokens).counter(counter));
  }

  /** Sends this much of the conversation. */
  public ChatOptions memory(Memory memory) {
    return new ChatOptions(template, memory, autoTurn, streaming, overlap, deadlines);
  }

  /** How many messages a model is sent at most, the new one included; 0 remembers nothing. */
  public int historySize() {
    return memory.messages();
  }

  /** Answers in turns, at a natural pace. */
  public ChatOptions inTurns() {
    return inTurns(AutoTurn.NATURAL);
  }

  /** Answers in turns. */
  public ChatOptions inTurns(AutoTurn autoTurn) {
    return new ChatOptions(template, memory, autoTurn, streaming, overlap, deadlines);
  }

  /** Answers whole. */
  public ChatOptions inOnePiece() {
    return new ChatOptions(template, memory, null, streaming, overlap, deadlines);
  }

  public ChatOptions streaming(boolean streaming) {
    return new ChatOptions(template, memory, autoTurn, streaming, overlap, deadlines);
  }

  /** Does this with a message that comes while another one is being answered. */
  public ChatOptions overlap(Overlap overlap) {
    return new ChatOptions(template, memory, autoTurn, streaming, overlap, deadlines);
  }

  /** Gives the steps of an exchange so long. */
  public ChatOptions deadlines(Deadlines deadlines) {
    return new ChatOptions(template, memory, autoTurn, streaming, overlap, deadlines);
  }

  boolean draws(ChatReply reply) {
    return template.features().images() && reply.imagePrompt() != null;
  }

  FollowUps followUps() {
    return autoTurn == null ? FollowUps.NONE : autoTurn.followUps();
  }

  /** What the model is asked, given the messages so far. */
  ChatRequest request(List<Message> messages) {
    List<Message> all = joined(template.messages(), messages);
    return new ChatRequest(
        template.model(),
        all,
        template.sampling(),
        template.features(),
        streaming,
        autoTurn != null);
  }

  /** What a caller asks directly, completed by what it leaves open. */
  ChatRequest completed(ChatRequest request) {
    String model = template.model();
    ChatRequest asked = request.model() == null && model != null ? request.model(model) : request;
    return hasSystem(request.messages())
        ? asked
        : asked.messages(joined(template.messages(), request.messages()));
  }

  private static boolean hasSystem(List<Message> messages) {
    for (Message message : messages) {
      if (message.role() == Role.SYSTEM) {
        return true;
      }
    }
    return false;
  }

  private static List<Message> joined(List<Message> first, List<Message> second) {
    List<Message> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  private ChatOptions with(UnaryOperator<ChatRequest> change) {
    return new ChatOptions(change.apply(template), memory, autoTurn, streaming, overlap, deadlines);
  }
}
