package dev.animus4j.chat;

import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ToolPart;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is heard of an answer while it is made, and kept of one that breaks off. */
final class Hearing {
  private final Conversation conversation;
  private final ChatOptions options;
  private final OpenCalls calls;
  private final StringBuilder heard = new StringBuilder();

  Hearing(Conversation conversation, ChatOptions options) {
    this.conversation = conversation;
    this.options = options;
    this.calls = new OpenCalls(conversation, options);
  }

  /** All but the reply, when its turn has come. */
  Flowable<Draft> told(ChatPart part) {
    if (part instanceof ChatPart.Words words) {
      heard.append(words.text());
      return just(Drafts.tokens(words.text()));
    }
    return part instanceof ToolPart tool
        ? calls.told(tool)
        : just(Drafts.attemptFailed("chat", ((ChatPart.AttemptFailed) part).attempt()));
  }

  /** The reply is there, and takes the place of what was heard. */
  void over() {
    heard.setLength(0);
  }

  /** The end of what was begun, and then the failure. */
  Flowable<Draft> broken(Throwable cause) {
    Throwable why =
        cause instanceof Interruption.Cut
            ? new AnimusException.Cancelled(Origin.of("animus4j"), "the answer was interrupted")
            : cause;
    return calls.failed(why).concatWith(keep()).concatWith(Flowable.error(cause));
  }

  /** The words first, before the user's next ones; answers find their calls by themselves. */
  private Flowable<Draft> keep() {
    return conversation
        .rememberAll(Stream.concat(words(), calls.cut()).toList(), options)
        .toFlowable();
  }

  private Stream<Function<Instant, Entry>> words() {
    String text = heard.toString();
    return text.isBlank() ? Stream.empty() : Stream.of(time -> Entry.unfinished(text, time));
  }
}
