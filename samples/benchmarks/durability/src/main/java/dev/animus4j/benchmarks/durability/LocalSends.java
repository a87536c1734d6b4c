package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.Op;
import dev.animus4j.benchmarks.Sample;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.AnimusClientBuilder;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.stream.IntStream;

/** Sends whole exchanges to a model that answers at once. */
final class LocalSends implements Op.Async {
  private static final String ANSWER = "An answer of a few words.";
  private final List<Chat> chats;

  LocalSends(Assignment assignment) {
    AnimusClient client = client(assignment);
    chats =
        IntStream.range(0, assignment.conversations())
            .mapToObj(slot -> client.chat(DurableMemory.id(slot)))
            .toList();
  }

  private static AnimusClient client(Assignment assignment) {
    ChatModel model = request -> Single.just(ChatResponse.of(ANSWER));
    AnimusClientBuilder builder =
        AnimusClient.builder(Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)))
            .chatModel(model)
            .options(
                ChatOptions.of(Sample.MODEL, Sample.SYSTEM)
                    .withMaxHistoryMessages(assignment.window())
                    .withStreaming(false));
    boolean isDefault = assignment.storage().equals(Storage.NONE.name());
    return isDefault ? builder.build() : builder.ledger(assignment.ledger()).build();
  }

  @Override
  public void run(int slot, Op.Done done) {
    var unused =
        chats
            .get(slot)
            .send(Sample.USER)
            .lastOrError()
            .subscribe(last -> end(last, done), done::fail);
  }

  /** A failed exchange ends like any other. */
  private static void end(ChatEvent last, Op.Done done) {
    boolean isCompleted =
        last instanceof ExchangeCompleted exchange
            && exchange.outcome() == ExchangeOutcome.COMPLETED;
    if (isCompleted) {
      done.ok(1);
    } else {
      done.fail(new IllegalStateException(last.toString()));
    }
  }
}
