package dev.animus4j.chat.model;

import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls a function with the arguments as a value of this type. */
record TypedImplementation<A>(Class<A> arguments, Function<? super A, ?> function)
    implements ToolImplementation {

  @Override
  public Single<String> call(ToolCall call) {
    return toSingle(function.apply(call.argumentsAs(arguments))).map(RecordJson::write);
  }

  private static Single<?> toSingle(@Nullable Object result) {
    if (result instanceof Single<?> single) {
      return single;
    } else if (result instanceof Future<?> future) {
      return Single.fromCompletionStage(future.toCompletionStage());
    } else if (result instanceof CompletionStage<?> stage) {
      return Single.fromCompletionStage(stage);
    }
    return Single.just(result == null ? "" : result);
  }
}
