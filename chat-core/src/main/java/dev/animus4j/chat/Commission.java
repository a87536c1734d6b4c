package dev.animus4j.chat;

import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Origin;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is asked for by hand, beside whatever is being said. What becomes of it, also when
 * its caller leaves, is decided on the context of the conversation.
 */
final class Commission {
  private final Conversation conversation;
  private final ChatOptions options;
  private final ImageRequest request;
  private final Runnable ended;
  private final SingleSubject<Image> result = SingleSubject.create();
  private String exchangeId = "";
  private @Nullable Drawing drawing;
  private Disposable work = Disposable.disposed();
  private volatile boolean abandoned;
  private boolean over;

  private Commission(
      Conversation conversation, ChatOptions options, ImageRequest request, Runnable ended) {
    this.conversation = conversation;
    this.options = options;
    this.request = request;
    this.ended = ended;
  }

  /**
   * The picture, once its end is published.
   *
   * @param ended is run then, also when nobody waits for the picture any more
   */
  static Single<Image> of(
      Conversation conversation, ChatOptions options, ImageRequest request, Runnable ended) {
    Commission commission = new Commission(conversation, options, request, ended);
    conversation.scheduler().scheduleDirect(commission::begin);
    return commission.result.doOnDispose(commission::abandon);
  }

  private void abandon() {
    abandoned = true;
    conversation.scheduler().scheduleDirect(this::leave);
  }

  private void begin() {
    if (!abandoned) {
      Flowable<Draft> drafts = Isolation.flowable(this::judged);
      work =
          drafts.subscribe(
              draft -> conversation.published(exchangeId, draft),
              failure -> end(() -> result.onError(failure)),
              () -> end(() -> result.onSuccess(image())));
    }
  }

  private Image image() {
    return drawing().image().blockingGet(); // it is there
  }

  private Drawing drawing() {
    if (drawing == null) {
      throw new IllegalStateException("nothing was drawn");
    }
    return drawing;
  }

  private Flowable<Draft> judged() {
    exchangeId = conversation.newId();
    Guard guard = conversation.with().guard();
    if (!guard.judges(Stage.IMAGE_PROMPT)) {
      return drawn(request);
    }
    Matter matter =
        new Matter(Stage.IMAGE_PROMPT, conversation.id(), request.prompt(), List.of(), List.of());
    return conversation
        .with()
        .untilClosed(guard.ruling(matter, conversation.scheduler()).toFlowable())
        .observeOn(conversation.scheduler())
        .concatMap(this::ruled);
  }

  private Flowable<Draft> ruled(Ruling ruling) {
    String prompt = ruling.text();
    Flowable<Draft> moderated =
        ruling.isAllowed() ? Flowable.empty() : Flowable.just(Drafts.moderated(ruling));
    return moderated.concatWith(
        prompt == null
            ? Flowable.error(ruling.refusal())
            : Flowable.defer(() -> drawn(request.saying(prompt))));
  }

  private Flowable<Draft> drawn(ImageRequest asked) {
    Patience patience = new Patience(options.deadlines(), conversation.scheduler());
    drawing = new Drawing(conversation, options, patience, asked);
    return drawing.events();
  }

  /** A picture that is there is paid for: it is remembered, and told, all the same. */
  private void leave() {
    if (!over && (drawing == null || !drawing.isMade())) {
      work.dispose();
      if (drawing != null) {
        String why = "nobody waits for the picture";
        AnimusException left = new AnimusException.Cancelled(Origin.of("animus4j"), why);
        conversation.published(exchangeId, drawing.failed(left));
      }
      end(() -> {});
    }
  }

  private void end(Runnable tell) {
    over = true;
    ended.run();
    try {
      tell.run();
    } catch (Throwable thrown) {
      RxJavaPlugins.onError(Isolation.failure(thrown));
    }
  }
}
