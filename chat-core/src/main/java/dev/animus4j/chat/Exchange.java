package dev.animus4j.chat;

import static dev.animus4j.chat.event.MessageType.FOLLOW_UP;
import static dev.animus4j.chat.event.MessageType.REGULAR;
import static io.reactivex.rxjava3.core.Flowable.concatArray;
import static io.reactivex.rxjava3.core.Flowable.empty;
import static io.reactivex.rxjava3.core.Flowable.just;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.FollowUpBlock;
import dev.animus4j.chat.event.MessageType;
import dev.animus4j.chat.history.Window;
import dev.animus4j.chat.model.ChatPart;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.Sampling;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.Isolation;
import dev.animus4j.image.ImageRequest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What follows from one message of the user, as one stream. */
final class Exchange {
  private static final int FOLLOW_UP_TOKENS = 150;

  private final Conversation conversation;
  private final ChatOptions options;
  private final Interruption interruption;
  private final Patience patience;
  private final Judgement judgement;
  private final Delivery delivery;
  private final Tally tally;

  private Exchange(Conversation conversation, ChatOptions options, Pass pass, Tally tally) {
    this.conversation = conversation;
    this.options = options;
    this.interruption = pass.interruption();
    this.patience = new Patience(options.deadlines(), conversation.scheduler());
    this.judgement = new Judgement(conversation, options, interruption);
    this.delivery = new Delivery(conversation, options, pass);
    this.tally = tally;
  }

  /** Begins when the pass allows. */
  static Flowable<ChatEvent> of(Pass pass, Conversation conversation, ChatOptions options) {
    Tally tally = new Tally();
    Flowable<Draft> answer =
        Flowable.defer(
            () -> new Exchange(conversation, options, pass, tally).begin(pass.message()));
    Flowable<Draft> waiting = pass.waiting(conversation.with().guard());
    return told(conversation.newId(), waiting.concatWith(answer), conversation, tally);
  }

  /** Ends before it begins. */
  static Flowable<ChatEvent> refused(Throwable cause, Conversation conversation) {
    String id = UUID.randomUUID().toString();
    return told(id, Flowable.error(cause), conversation, new Tally());
  }

  private static Flowable<ChatEvent> told(
      String id, Flowable<Draft> drafts, Conversation conversation, Tally tally) {
    long start = conversation.elapsed();
    return drafts
        .onErrorReturn(Drafts::ending)
        .concatWith(Single.fromCallable(() -> tally.completed(conversation.elapsed() - start)))
        .map(draft -> tally.counted(conversation.published(id, draft)));
  }

  private Flowable<Draft> begin(Message message) {
    return judgement.of(message, this::answerTo);
  }

  private Flowable<Draft> answerTo(Message message) {
    return message.attachments().isEmpty()
        ? answered(message)
        : conversation.kept(message, options).flatMapPublisher(this::answered);
  }

  private Flowable<Draft> answered(Message said) {
    return conversation
        .hear(said, options)
        .andThen(speak(REGULAR, said, options.followUps().limit()))
        .doOnError(cause -> failed(said, cause));
  }

  /** Who interrupts an answer says something new, be it in the same words. */
  private void failed(Message said, Throwable cause) {
    if (!(cause instanceof Interruption.Cut)) {
      conversation.failed(said);
    }
  }

  /** The model is asked, and answers: first what it says, then what it draws, then what it adds. */
  private Flowable<Draft> speak(MessageType type, Message said, int left) {
    Telling telling = new Telling(conversation, options, judgement, delivery);
    return just(Drafts.started(type, said))
        .concatWith(telling.of(type, ask(type, said), reply -> afterwards(reply, left)));
  }

  private Flowable<Draft> afterwards(ChatReply reply, int left) {
    return concatArray(pictures(reply), image(reply), followUp(reply, left));
  }

  private Flowable<ChatPart> ask(MessageType type, Message said) {
    Flowable<ChatPart> parts =
        window(said)
            .flatMapPublisher(messages -> asked(request(type, messages)))
            .compose(judgement::heard)
            .compose(Parts.upTo(ChatReply.class, conversation.scheduler()))
            .doOnNext(tally::count);
    return interruption.cutting(parts, reason -> Drafts.cancelled(1, reason));
  }

  /** Tools may take their time between one reply and the next, but not for ever. */
  private Flowable<ChatPart> asked(ChatRequest request) {
    StreamingChatModel model = each -> patience.withReply(streamed(each));
    return request.features().tools().isEmpty()
        ? model.stream(request)
        : patience.within(model.callingTools(conversation.scheduler()).stream(request));
  }

  private Flowable<ChatPart> streamed(ChatRequest request) {
    return Isolation.flowable(() -> conversation.with().model().stream(request));
  }

  /** What the model drew of its own accord. */
  private Flowable<Draft> pictures(ChatReply reply) {
    return Flowable.fromIterable(reply.pictures())
        .concatMap(
            drawn -> drawing(ImageRequest.of(drawn.prompt())).events(drawn).onErrorComplete());
  }

  private Flowable<Draft> image(ChatReply reply) {
    PromisedImage promised = reply.promised();
    if (promised == null || !options.draws(reply)) {
      return empty();
    }
    return concatArray(
        interruption.pause(Duration.ZERO, reason -> Drafts.cancelled(1, reason)),
        just(Drafts.imageDetected(promised)),
        Wish.of(promised, conversation, options)
            .flatMapPublisher(wish -> drawing(wish).anyhow())
            .onErrorComplete());
  }

  private Drawing drawing(ImageRequest request) {
    return new Drawing(conversation, options, patience, request);
  }

  /** A model that has more to say is asked again, unless it drew, or did so often enough. */
  private Flowable<Draft> followUp(ChatReply reply, int left) {
    if (!reply.next() || options.autoTurn() == null) {
      return empty();
    }
    if (options.draws(reply) || !reply.pictures().isEmpty()) {
      return just(Drafts.followUpBlocked(FollowUpBlock.IMAGE));
    }
    if (options.historySize() == 0) {
      return just(Drafts.followUpBlocked(FollowUpBlock.NO_HISTORY));
    }
    return left == 0 ? just(Drafts.followUpBlocked(FollowUpBlock.LIMIT)) : goOn(left - 1);
  }

  private Flowable<Draft> goOn(int left) {
    Duration delay = options.followUps().delay();
    return concatArray(
        just(Drafts.followUpScheduled(delay.toMillis())),
        interruption.pause(delay, reason -> Drafts.followUpBlocked(FollowUpBlock.INTERRUPTED)),
        Flowable.defer(() -> speak(FOLLOW_UP, Message.user(""), left)));
  }

  private Single<List<Message>> window(Message said) {
    return options.historySize() == 0
        ? Single.just(List.of(said))
        : conversation.window(options).map(entries -> Window.of(Said.last(entries, said)));
  }

  private ChatRequest request(MessageType type, List<Message> messages) {
    ChatRequest request = options.request(messages);
    return judgement.asking(type == REGULAR ? request : brief(request));
  }

  /** Going on unasked shall not become a lecture. */
  private static ChatRequest brief(ChatRequest request) {
    Sampling sampling = request.sampling();
    int asked = sampling.maxTokens() == null ? FOLLOW_UP_TOKENS : sampling.maxTokens();
    return request.sampling(sampling.maxTokens(Math.min(asked, FOLLOW_UP_TOKENS))).streaming(false);
  }
}
