package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Flowable;

/**
 * Detection of an image that a reply promises, and of its prompt. Applied with {@link
 * ChatModel#withImageDetection}; the result is in {@link ChatResponse#imagePrompt()} and {@link
 * PromisedImage#detectedBy()}. All but {@link #SERVER} switch the model's own detection off, so
 * that the one applied last counts, and they emit text deltas as they arrive.
 */
@FunctionalInterface
public interface ImagePromptDetection {

  /** Detection by the model or its provider. */
  ImagePromptDetection SERVER = ChatModel::stream;

  /**
   * Offers the model a tool {@code generate_image} besides the caller's. Its call is removed from
   * the response. If there is no text with it, a second request tells the model that the image is
   * being generated and asks for text; whatever it replies is final. So a reply takes two requests
   * at most, and the conversation never holds a call without a result.
   *
   * <p>A call without a valid prompt promises nothing. The tool is not offered when the caller has
   * one of that name, or requires a call; when the caller allows no calls, it is the only one
   * offered.
   */
  ImagePromptDetection TOOL = (model, request) -> new ToolImageDetection(model, request).parts();

  /**
   * Asks the model, in the system message, for an element {@code <image_prompt>}, which is removed
   * from the content, the turns and the deltas. Text is held back only while it may be the start of
   * its tag, or white space before it. The first element that is not blank counts; one that is
   * never closed lasts to the end of the reply. Fenced code is left as it is.
   */
  ImagePromptDetection MARKUP =
      (model, request) -> new MarkupImageDetection(model, request).parts();

  /** Classification by the same model in a second request; see {@link #classifier}. */
  ImagePromptDetection CLASSIFIER = (model, request) -> classifier(model).stream(model, request);

  /**
   * Classification of the reply by this model in a second request with structured output, in a
   * third without if it rejects that. Replies without text, or with tool calls, are not classified.
   * A failure of the classifier does not fail the reply: no image is promised then. Set its name
   * with {@link ChatModel#withModel} unless it has that of the replying model.
   */
  static ImagePromptDetection classifier(ChatModel classifier) {
    return (model, request) -> new ClassifierImageDetection(classifier, request).parts(model);
  }

  /**
   * The stream of {@code model} for a request that asks for detection; its last part is a response
   * with the detected promise. Nothing happens before subscription.
   */
  Flowable<ChatUpdate> stream(ChatModel model, ChatRequest request);
}
