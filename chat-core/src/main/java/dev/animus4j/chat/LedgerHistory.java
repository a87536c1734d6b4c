package dev.animus4j.chat;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The histories in a ledger. Changes are made on the context of their conversation, in order with
 * all that is recorded there.
 *
 * @param conversations finds a conversation by its id
 */
record LedgerHistory(Function<String, ConversationState> conversations) implements HistoryStore {

  @Override
  public Completable append(String conversation, HistoryEntry entry) {
    return edit(
            conversation,
            before -> {
              List<HistoryEntry> after = new ArrayList<>(before);
              after.add(entry);
              return after;
            })
        .ignoreElement();
  }

  /** Never on a thread of the ledger, which others wait for. */
  @Override
  public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
    return Single.defer(
        () -> {
          ConversationState state = conversations.apply(conversation);
          return new StoreTimeout(state.scheduler())
              .timeout(recorder(state).recentEntries(limit), Deadlines.DEFAULT.store());
        });
  }

  @Override
  public Single<List<HistoryEntry>> edit(
      String conversation, UnaryOperator<List<HistoryEntry>> change) {
    return Single.defer(
        () -> {
          ConversationState state = conversations.apply(conversation);
          Single<List<HistoryEntry>> edit =
              recorder(state).edit(change).subscribeOn(state.scheduler());
          return state.components().claimFirst(conversation, edit);
        });
  }

  private static LedgerRecorder recorder(ConversationState conversation) {
    return (LedgerRecorder) conversation.recorder();
  }
}
