package dev.animus4j.chat.model;

import dev.animus4j.failure.Ordered;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;

/** Asks for an element in the text, and takes it out. */
final class MarkupDetection {
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
  private final Quotations quotations;

  MarkupDetection(ChatModel model, ChatRequest request) {
    this.model = model;
    this.request =
        request.features(request.features().images(false)).messages(instructed(request.messages()));
    this.quotations = new Quotations(this.request.messages());
  }

  Flowable<ChatPart> parts() {
    return Flowable.defer(
        () -> {
          MarkupText words = new MarkupText(quotations);
          return Ordered.concatMap(model.stream(request), part -> told(part, words))
              .onErrorResumeNext(cause -> broken(cause, words));
        });
  }

  private static List<Message> instructed(List<Message> messages) {
    List<Message> all = new ArrayList<>(messages);
    Message first = all.isEmpty() ? Message.user("") : all.get(0);
    if (first.role() == Role.SYSTEM) {
      all.set(0, first.saying((first.content() + "\n\n" + INSTRUCTIONS).strip()));
    } else {
      all.add(0, Message.system(INSTRUCTIONS));
    }
    return all;
  }

  private Flowable<ChatPart> told(ChatPart part, MarkupText words) {
    if (part instanceof ChatPart.Words piece) {
      return words(words.add(piece.text()));
    }
    return part instanceof ChatReply reply
        ? words(words.end()).concatWith(Flowable.just(plain(reply)))
        : Flowable.just(part);
  }

  /** What was held back of an answer that breaks off are its last words. */
  private static Flowable<ChatPart> broken(Throwable cause, MarkupText words) {
    String left = words.end();
    return words(left.isBlank() ? "" : left).concatWith(Flowable.error(cause));
  }

  private static Flowable<ChatPart> words(String text) {
    return text.isEmpty() ? Flowable.empty() : Flowable.just(new ChatPart.Words(text));
  }

  private ChatReply plain(ChatReply reply) {
    MarkupText content = new MarkupText(quotations);
    MarkupText turns = new MarkupText(quotations);
    ChatReply plain =
        reply
            .saying(content.add(reply.content()) + content.end())
            .turns(turns(reply.turns(), turns));
    PromisedImage promised = content.promised() == null ? turns.promised() : content.promised();
    return promised == null ? plain : plain.promising(promised);
  }

  /** Turns are read on end, for an element may be torn between them. */
  private static List<String> turns(List<String> turns, MarkupText text) {
    List<String> plain = new ArrayList<>();
    turns.forEach(turn -> plain.add(text.add(turn + "\n").strip()));
    plain.add(text.end().strip());
    return plain.stream().filter(turn -> !turn.isEmpty()).toList();
  }
}
