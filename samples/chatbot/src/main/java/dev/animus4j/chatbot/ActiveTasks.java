package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Running and waiting responses and image generations by conversation; and the messages submitted.
 */
final class ActiveTasks {
  /** The exchange that a message started, by conversation and message id. */
  private final Cache<List<String>, Single<String>> exchangeIds =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  private final Map<String, List<Task>> open = new ConcurrentHashMap<>();
  private final RevokedSessions revoked;

  /** Creates an empty registry; revoked sessions cannot start tasks. */
  ActiveTasks(RevokedSessions revoked) {
    this.revoked = revoked;
  }

  private enum Phase {
    WAITING,
    STARTED,
    REVOKED
  }

  /** A response or an image that is being generated, or waits for its start. */
  final class Task {
    private final ClientSession clientSession;
    private final String conversation;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private Task(ClientSession clientSession, String conversation) {
      this.clientSession = clientSession;
      this.conversation = conversation;
    }

    /** Starts the task; fails if the conversation was deleted meanwhile. */
    void start() {
      if (!phase.compareAndSet(Phase.WAITING, Phase.STARTED)) {
        throw Problem.conversationDeleted();
      }
    }

    /** Cancels a task that has not started. */
    private void cancel() {
      if (phase.compareAndSet(Phase.WAITING, Phase.REVOKED)) {
        complete();
      }
    }

    void complete() {
      open.computeIfPresent(
          conversation, (id, tasks) -> tasks.size() == 1 ? null : withoutThis(tasks));
    }

    private List<Task> withoutThis(List<Task> tasks) {
      return tasks.stream().filter(task -> task != this).toList();
    }
  }

  /** Registers a task that waits for its start. */
  Task register(ClientSession clientSession, String conversation) {
    Task task = new Task(clientSession, conversation);
    open.merge(conversation, List.of(task), ActiveTasks::concat);
    if (revoked.contains(clientSession.session())) {
      task.cancel();
    }
    return task;
  }

  private static List<Task> concat(List<Task> first, List<Task> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The number of tasks of a conversation. */
  int count(String conversation) {
    return open.getOrDefault(conversation, List.of()).size();
  }

  /** Cancels the tasks of a conversation that have not started. */
  void cancel(String conversation) {
    open.getOrDefault(conversation, List.of()).forEach(Task::cancel);
  }

  /** The conversations in which this session has tasks. */
  List<String> conversations(ClientSession clientSession) {
    return open.values().stream()
        .flatMap(List::stream)
        .filter(task -> task.clientSession.session().equals(clientSession.session()))
        .map(task -> task.conversation)
        .distinct()
        .toList();
  }

  /** The exchange that the message of this key started or starts now, unless that fails. */
  Single<String> submitOnce(List<String> key, Supplier<Single<String>> start) {
    return exchangeIds.get(
        key,
        unknown -> Single.defer(start::get).doOnError(e -> exchangeIds.invalidate(key)).cache());
  }

  /** Forgets a message without a result, so that it may be submitted again. */
  void forget(List<String> key) {
    exchangeIds.invalidate(key);
  }

  /** Forgets all messages of a conversation that was erased. */
  void forget(String conversation) {
    exchangeIds.asMap().keySet().removeIf(key -> key.get(0).equals(conversation));
  }
}
