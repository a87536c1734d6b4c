package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.UnaryOperator;

/** Stores conversations in a {@code HistoryStore} of your own; here, one around a built-in one. */
public final class BringYourOwnHistory {
  private BringYourOwnHistory() {}

  /** Logs the entries that are appended: put your database here. */
  record LoggingHistoryStore(HistoryStore delegate) implements HistoryStore {
    @Override
    public Completable append(String id, HistoryEntry entry) {
      return delegate
          .append(id, entry)
          .doOnComplete(() -> System.out.println("kept: " + entry.message().content()));
    }

    @Override
    public Single<List<HistoryEntry>> recentEntries(String id, int limit) {
      return delegate.recentEntries(id, limit);
    }

    @Override
    public Single<List<HistoryEntry>> edit(String id, UnaryOperator<List<HistoryEntry>> change) {
      return delegate.edit(id, change);
    }
  }

  public static void main(String[] arguments) {
    try (AnimusClient client =
        AnimusClient.builder()
            .chatModel(request -> Single.just(ChatResponse.of("Good to see you.")))
            .history(new LoggingHistoryStore(HistoryStore.inMemory()))
            .options(ChatOptions.of("any", "Be kind."))
            .build()) {
      client.chat("anna").send("Hello!").blockingSubscribe();
    }
  }
}
