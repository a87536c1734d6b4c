package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.history.HistoryWindow;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** History store of the client, which verifies the windows that models are sent. */
final class VerifyingHistoryStore implements HistoryStore {
  private final SimulatedWorld simulatedWorld;
  private final HistoryStore delegate;
  private final Set<Object> byUser = Collections.newSetFromMap(new IdentityHashMap<>());

  VerifyingHistoryStore(SimulatedWorld simulatedWorld, HistoryStore delegate) {
    this.simulatedWorld = simulatedWorld;
    this.delegate = delegate;
  }

  @Override
  public Completable append(String conversation, HistoryEntry entry) {
    return delegate.append(conversation, entry);
  }

  @Override
  public Single<List<HistoryEntry>> recentEntries(String conversation, int limit) {
    return delegate.recentEntries(conversation, limit);
  }

  @Override
  public Single<List<HistoryEntry>> edit(
      String conversation, UnaryOperator<List<HistoryEntry>> change) {
    byUser.add(change);
    return delegate.edit(conversation, change);
  }

  boolean isOfUser(UnaryOperator<List<HistoryEntry>> change) {
    return byUser.contains(change);
  }

  @Override
  public Single<List<HistoryEntry>> window(
      String conversation, HistoryWindow window, @Nullable String model) {
    return delegate
        .window(conversation, window, model)
        .doOnSuccess(
            sent ->
                simulatedWorld.runVerified(
                    () -> judge(simulatedWorld.registry().talk(conversation), window, sent)))
        .doOnSuccess(sent -> recordWindow(sent, model));
  }

  private static void judge(
      ConversationVerifier conversationVerifier, HistoryWindow window, List<HistoryEntry> sent) {
    new WindowVerifier(
            conversationVerifier.storedConversation().latest(window.lookback()), sent, window)
        .verify();
  }

  private void recordWindow(List<HistoryEntry> sent, @Nullable String model) {
    SentMessage sentMessage = simulatedWorld.registry().send(model);
    if (sentMessage != null) {
      sentMessage.setWindow(sent);
    }
  }
}
