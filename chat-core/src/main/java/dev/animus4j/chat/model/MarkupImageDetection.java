package dev.animus4j.chat.model;

import dev.animus4j.failure.ConcatMapErrorsInOrder;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;

/** Asks the model for an {@code <image_prompt>} element in the text, and removes it. */
final class MarkupImageDetection {
  private static final String INSTRUCTIONS =
      """
      You can have pictures made. Whenever your answer promises or announces one, and only then, \
      end it with one element: <image_prompt>all that the picture shall show, complete in itself, \
      also for a change of an earlier picture</image_prompt>. If the picture shown last shall be \
      changed, and not a new one made, begin it with <image_prompt changes="previous">. The user does not see the element, \
      but the picture made from it, below your answer. Write it as plain text, not in a code block, \
      and do not speak of it. Pictures shown before are noted in the conversation as <image \
      description="…"/>; never write such a note yourself.""";

  private final ChatModel model;
  private final ChatRequest request;
  private final QuotedPromptDetector quotedPromptDetector;

  MarkupImageDetection(ChatModel model, ChatRequest request) {
    this.model = model;
    this.request =
        request
            .withFeatures(request.features().withImages(false))
            .withMessages(withInstructions(request.messages()));
    this.quotedPromptDetector = new QuotedPromptDetector(this.request.messages());
  }

  Flowable<ChatUpdate> parts() {
    return Flowable.defer(
        () -> {
          ImageMarkupFilter filter = new ImageMarkupFilter(quotedPromptDetector);
          return ConcatMapErrorsInOrder.concatMap(
                  model.stream(request), update -> transform(update, filter))
              .onErrorResumeNext(cause -> fail(cause, filter));
        });
  }

  private static List<Message> withInstructions(List<Message> messages) {
    List<Message> all = new ArrayList<>(messages);
    Message first = all.isEmpty() ? Message.user("") : all.get(0);
    if (first.role() == Role.SYSTEM) {
      all.set(0, first.withContent((first.content() + "\n\n" + INSTRUCTIONS).strip()));
    } else {
      all.add(0, Message.system(INSTRUCTIONS));
    }
    return all;
  }

  private Flowable<ChatUpdate> transform(ChatUpdate update, ImageMarkupFilter filter) {
    if (update instanceof ChatUpdate.TextDelta delta) {
      return textDelta(filter.add(delta.text()));
    }
    return update instanceof ChatResponse response
        ? textDelta(filter.end()).concatWith(Flowable.just(stripMarkup(response)))
        : Flowable.just(update);
  }

  /** Emits the text that was held back before the failure. */
  private static Flowable<ChatUpdate> fail(Throwable cause, ImageMarkupFilter filter) {
    String left = filter.end();
    return textDelta(left.isBlank() ? "" : left).concatWith(Flowable.error(cause));
  }

  private static Flowable<ChatUpdate> textDelta(String text) {
    return text.isEmpty() ? Flowable.empty() : Flowable.just(new ChatUpdate.TextDelta(text));
  }

  private ChatResponse stripMarkup(ChatResponse response) {
    ImageMarkupFilter content = new ImageMarkupFilter(quotedPromptDetector);
    ImageMarkupFilter turns = new ImageMarkupFilter(quotedPromptDetector);
    ChatResponse plain =
        response
            .withContent(content.add(response.content()) + content.end())
            .withTurns(stripTurns(response.turns(), turns));
    PromisedImage promised =
        content.promisedImage() == null ? turns.promisedImage() : content.promisedImage();
    return promised == null ? plain : plain.withImagePrompt(promised);
  }

  /** Filters the turns as one text, since an element may be split between them. */
  private static List<String> stripTurns(List<String> turns, ImageMarkupFilter text) {
    List<String> plain = new ArrayList<>();
    turns.forEach(turn -> plain.add(text.add(turn + "\n").strip()));
    plain.add(text.end().strip());
    return plain.stream().filter(turn -> !turn.isEmpty()).toList();
  }
}
