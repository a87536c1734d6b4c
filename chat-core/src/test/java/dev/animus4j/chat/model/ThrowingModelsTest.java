package dev.animus4j.chat.model;

import static dev.animus4j.chat.model.ScriptedChatModel.DRAW;
import static dev.animus4j.chat.model.ScriptedChatModel.picture;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that are asked in the middle of an answer, on the thread of another, throw anything. */
class ThrowingModelsTest {
  private static final Tool CLOCK =
      new Tool("clock", "Tells the time.", Map.of("type", "object"))
          .withFunction(arguments -> Single.just("noon").observeOn(Schedulers.computation()));

  private static final byte[] GIF =
      "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(StandardCharsets.ISO_8859_1);

  static Stream<Throwable> anything() {
    return Stream.of(
        new IllegalStateException("runtime"),
        new IOException("checked"),
        new AssertionError("assertion"),
        new NoClassDefFoundError("com/example/Optional"),
        new StackOverflowError("deep"));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T sneaky(Throwable any) throws E {
    throw (E) any;
  }

  /** Later, on a thread of a pool. */
  private static StreamingChatModel later(ScriptedChatModel model) {
    return request -> model.stream(request).subscribeOn(Schedulers.computation());
  }

  /** Answers once, and throws when it is asked again. */
  private static ChatModel onceThen(Throwable thrown, ChatResponse response) {
    ScriptedChatModel first = ScriptedChatModel.with(response);
    return (StreamingChatModel)
        request ->
            first.asked.isEmpty()
                ? later(first).stream(request)
                : ThrowingModelsTest.<Flowable<ChatUpdate>, RuntimeException>sneaky(thrown);
  }

  private static ChatModel throwing(Throwable thrown) {
    return (StreamingChatModel)
        request -> ThrowingModelsTest.<Flowable<ChatUpdate>, RuntimeException>sneaky(thrown);
  }

  private static TestSubscriber<ChatUpdate> end(ChatModel model, ChatRequest request) {
    TestSubscriber<ChatUpdate> listener = new TestSubscriber<>();
    model.stream(request).subscribe(listener);
    listener.awaitDone(10, SECONDS);
    return listener;
  }

  private static void fails(Throwable thrown, ChatModel model, ChatRequest request) {
    end(model, request).assertError(end -> end == thrown || end.getCause() == thrown);
  }

  @ParameterizedTest
  @MethodSource("anything")
  void theOtherModel(Throwable thrown) {
    FailureOrigin origin = FailureOrigin.of("test");
    ScriptedChatModel failing =
        new ScriptedChatModel()
            .thenFailing(new AnimusException.Unavailable(origin, "busy", true, (Throwable) null));
    fails(thrown, later(failing).withFallback(throwing(thrown)), DRAW);
  }

  @ParameterizedTest
  @MethodSource("anything")
  void theModelItself(Throwable thrown) {
    ScriptedChatModel other = ScriptedChatModel.with(ChatResponse.of("fine"));
    fails(thrown, throwing(thrown).withFallback(other), DRAW);
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aModelThatIsShownPictures(Throwable thrown) {
    ImageStore store = ImageStore.inMemory(1 << 20);
    var kept = store.write("x", Flowable.just(Buffer.buffer(GIF))).blockingGet();
    Message shown =
        Message.user("look").withAttachments(List.of(Attachment.reference(kept.location())));
    fails(thrown, throwing(thrown).withAttachments(store), ChatRequest.of(shown));
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aClassifier(Throwable thrown) {
    ChatResponse said = ChatResponse.of("Here is a cat.");
    ChatModel judged = later(ScriptedChatModel.with(said));
    ChatModel model = judged.withImageDetection(ImagePromptDetection.classifier(throwing(thrown)));
    end(model, DRAW).assertResult(said);
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aModelThatIsAskedForItsWords(Throwable thrown) {
    ToolCall cat = picture("c", "{\"prompt\":\"a cat\"}");
    ChatModel model = onceThen(thrown, ChatResponse.of("").withToolCalls(cat));
    fails(thrown, model.withImageDetection(ImagePromptDetection.TOOL), DRAW);
  }

  @ParameterizedTest
  @MethodSource("anything")
  void aModelThatIsToldWhatToolsSay(Throwable thrown) {
    ToolCall time = new ToolCall("t", "clock", "{}");
    ChatModel model = onceThen(thrown, ChatResponse.of("").withToolCalls(time));
    ChatRequest request =
        ChatRequest.of("When?").withFeatures(RequestedFeatures.NONE.withTools(CLOCK));
    fails(thrown, model.withToolCalls(Schedulers.computation()), request);
  }
}
