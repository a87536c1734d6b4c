package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.model.ChatReply;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.UnaryOperator;

/** Remembers conversations in a place of your own; here, in front of one that is built in. */
public final class KeepHistoryElsewhere {
  private KeepHistoryElsewhere() {}

  /** Writes down what is added: put your database here. */
  record Journal(History kept) implements History {
    @Override
    public Completable append(String conversation, Entry entry) {
      return kept.append(conversation, entry)
          .doOnComplete(() -> System.out.println("kept: " + entry.message().content()));
    }

    @Override
    public Single<List<Entry>> recent(String conversation, int limit) {
      return kept.recent(conversation, limit);
    }

    @Override
    public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
      return kept.edit(conversation, change);
    }
  }

  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx();
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(request -> Single.just(ChatReply.of("Good to see you.")))
            .history(new Journal(History.inMemory()))
            .options(ChatOptions.of("any", "Be kind."))
            .build();
    client.chat("anna").send("Hello!").blockingSubscribe();
    client.close().blockingAwait();
    vertx.close().await();
  }
}
