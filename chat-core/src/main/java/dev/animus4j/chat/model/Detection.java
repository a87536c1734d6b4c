package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;

/**
 * How it is found out that an answer promises a picture, and what that shall show. Applied with
 * {@link ChatModel#detecting}; what it finds is in {@link ChatReply#imagePrompt()} and {@link
 * PromisedImage#detectedBy()}. Those given here do not ask the model's own detection as well, so
 * that the one applied last is the one that counts, and they tell words as they come.
 */
@FunctionalInterface
public interface Detection {

  /** The model or its provider does it, in its own way. */
  Detection SERVER = ChatModel::stream;

  /**
   * The model is offered a function {@code generate_image} besides the caller's. Its call is taken
   * out of the reply. A model that says nothing with it is told that the picture is being made, and
   * asked once more for its words; its answer to that ends the matter, whatever it is. So a reply
   * takes two requests at most, and the conversation never holds a call without an answer.
   *
   * <p>A call without a usable prompt promises nothing. The function is not offered when the caller
   * has one of that name, or requires a call; when he allows none, it is the only one offered.
   */
  Detection TOOL = (model, request) -> new ToolDetection(model, request).parts();

  /**
   * The model is asked, in the system message, for an element {@code <image_prompt>}, which is
   * taken out of the text, the turns and the words. Words are held back only as long as they may be
   * the beginning of its tag, or white space before it. The first element that says something
   * counts; one that is never closed lasts to the end of the answer. Fenced code is left alone.
   */
  Detection MARKUP = (model, request) -> new MarkupDetection(model, request).parts();

  /** The same model judges its answer in a second request; see {@link #classifier}. */
  Detection CLASSIFIER = (model, request) -> classifier(model).stream(model, request);

  /**
   * This model judges the answer in a second, structured request, in a third if it refuses the
   * structure. Answers that say nothing, or that call for tools first, are not judged. Its failures
   * are never those of the answer: there is no picture then. Name it with {@link ChatModel#named}
   * unless it goes by the name of the model that answers.
   */
  static Detection classifier(ChatModel classifier) {
    return (model, request) -> new ClassifierDetection(classifier, request).judging(model);
  }

  /**
   * The answer of {@code model} to a request that asks for detection, the last part being a reply
   * that tells what was found. Nothing happens before subscription.
   */
  Flowable<ChatPart> stream(ChatModel model, ChatRequest request);
}
